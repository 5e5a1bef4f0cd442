package dev.holdfast.engine.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What happened in a simulation, in order: a hash over all of it, which two runs of a
 * seed must share, and the latest lines, for people.
 */
final class Trace {

	private static final int KEPT = 4000;

	private final Deque<String> latest = new ArrayDeque<>();

	private long hash = 0xcbf29ce484222325L;

	private long length;

	void add(String line) {
		for (int i = 0; i < line.length(); i++) {
			this.hash = (this.hash ^ line.charAt(i)) * 0x100000001b3L;
		}
		this.length++;
		this.latest.add(line);
		if (this.latest.size() > KEPT) {
			this.latest.remove();
		}
	}

	/** The same for two runs that did the same. */
	String hash() {
		return Long.toHexString(this.hash) + "/" + this.length;
	}

	String latest(int lines) {
		return String.join("\n", this.latest.stream().skip(Math.max(0, this.latest.size() - lines)).toList());
	}

}
