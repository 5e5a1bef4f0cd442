package dev.holdfast.sample.process;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an order desk lives. Nodes on one machine can see that another's process is gone,
 * and need not wait until its lease ends; nodes on different machines cannot.
 */
enum Place {

	/** A process beside the others. */
	SAME_MACHINE(List.of()),

	/**
	 * A process that sees no others and is seen by none, like one on a machine of its
	 * own. Needs Linux, and the right to make namespaces.
	 */
	OWN_MACHINE(ownNamespace());

	private final List<String> command;

	Place(List<String> command) {
		this.command = command;
	}

	/** What stands before the command that starts Java. */
	List<String> command() {
		return this.command;
	}

	/** Whether this machine can play several. */
	static boolean canBeSeveral() {
		return !OWN_MACHINE.command.isEmpty();
	}

	private static List<String> ownNamespace() {
		List<String> asRoot = List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
		List<String> asUser = List.of("unshare", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc");
		if (works(asRoot)) {
			return asRoot;
		}
		return works(asUser) ? asUser : List.of();
	}

	private static boolean works(List<String> command) {
		try {
			return new ProcessBuilder(Stream.concat(command.stream(), Stream.of("true")).toList()).start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
