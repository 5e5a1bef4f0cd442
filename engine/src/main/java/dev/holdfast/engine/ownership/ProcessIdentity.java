package dev.holdfast.engine.ownership;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

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
 * @param startedAt when it started, by a clock of the machine that is never put right:
 * clock ticks since the machine has started. Where there are none to be had, milliseconds
 * of the time of day, which nobody compares with those of another process
 */
record ProcessIdentity(String machine, long pid, long startedAt) {

	private static final Path PROCESSES = Path.of("/proc");

	/** The first process of the namespace, which is there for as long as that is. */
	private static final long FIRST = 1;

	static ProcessIdentity current() {
		ProcessHandle self = ProcessHandle.current();
		Status status = Status.of(PROCESSES, self.pid());
		return new ProcessIdentity((status != null) ? machineIdentity() : "", self.pid(), (status != null)
				? status.startedAt() : self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
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
		return knowsToBeGone(other, PROCESSES);
	}

	/** Who cannot see the first process may not see others that are alive. */
	boolean knowsToBeGone(ProcessIdentity other, Path processes) {
		if (this.machine.isEmpty() || !this.machine.equals(other.machine) || Status.of(processes, FIRST) == null) {
			return false;
		}
		Status status = Status.of(processes, other.pid);
		return status == null || status.hasEnded() || status.startedAt() != other.startedAt;
	}

	/**
	 * What the operating system says of a process.
	 *
	 * @param state one letter
	 * @param startedAt in clock ticks since the machine has started
	 */
	private record Status(String state, long startedAt) {

		/** Of the fields after the name of the program, which may contain anything. */
		private static final int STATE = 0;

		private static final int STARTED_AT = 19;

		/** Answers {@code null} if there is no such process, or it must not be seen. */
		static @Nullable Status of(Path processes, long pid) {
			try {
				String text = Files.readString(processes.resolve(Long.toString(pid)).resolve("stat"),
						StandardCharsets.ISO_8859_1);
				String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
				return new Status(fields[STATE], Long.parseLong(fields[STARTED_AT]));
			}
			catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException ex) {
				return null;
			}
		}

		/** Whether nothing is left of it but its entry. */
		boolean hasEnded() {
			return this.state.equals("Z") || this.state.equals("X");
		}

	}

}
