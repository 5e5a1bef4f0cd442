package dev.holdfast.engine.simulation;

import java.util.function.Consumer;

/**
 * What everything in one simulation shares.
 *
 * @param scheduler decides who goes on
 * @param outside the process of clients and of chance, which never fails
 * @param database the database of all processes
 * @param faults what goes wrong with it
 * @param recorder watches what is written
 * @param ledger what clients were told, and what activities did
 * @param hints what carries hints from node to node
 * @param mutation the guard that is taken away from the engine, if any
 * @param poisoned told of a process that an activity kills
 */
record World(Scheduler scheduler, Process outside, SimulatedDatabase database, Faults faults, Recorder recorder,
		Ledger ledger, SimulatedHints.Bus hints, Mutation mutation, Consumer<Process> poisoned) {
}
