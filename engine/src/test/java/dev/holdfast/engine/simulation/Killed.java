package dev.holdfast.engine.simulation;

/** Unwinds a thread of a process that is no more. */
final class Killed extends Error {

	private static final long serialVersionUID = 1L;

	Killed() {
		super("the process was killed", null, false, false);
	}

}
