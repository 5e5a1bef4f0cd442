package dev.holdfast.engine.ownership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Which process of which machine a node is, as far as the operating system tells. A node
 * that finds the row of a predecessor on its own machine can see that the process is
 * gone, and need not wait for its lease to end. A hint only: fencing does not depend on
 * it.
 *
 * @param machine the machine since its last start, and the process namespace; empty if it
 * cannot be told
 * @param pid the process
 * @param startedAt when it started, in milliseconds
 */
record ProcessIdentity(String machine, long pid, long startedAt) {

	static ProcessIdentity current() {
		ProcessHandle self = ProcessHandle.current();
		return new ProcessIdentity(machineIdentity(), self.pid(), startOf(self));
	}

	private static String machineIdentity() {
		try {
			String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
			String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
			return boot + "/" + namespace;
		}
		catch (IOException | UnsupportedOperationException ex) {
			return "";
		}
	}

	private static long startOf(ProcessHandle process) {
		return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	/** The form in which it is stored. */
	String stored() {
		return this.machine + ";" + this.pid + ";" + this.startedAt;
	}

	static @Nullable ProcessIdentity parse(String stored) {
		String[] parts = stored.split(";");
		try {
			return (parts.length == 3)
					? new ProcessIdentity(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/** Whether this process can tell for certain that the other one has ended. */
	boolean knowsToBeGone(ProcessIdentity other) {
		if (this.machine.isEmpty() || !this.machine.equals(other.machine) || other.startedAt == 0) {
			return false;
		}
		Optional<ProcessHandle> handle = ProcessHandle.of(other.pid);
		return handle.isEmpty() || !handle.get().isAlive() || startOf(handle.get()) != other.startedAt;
	}

}
