package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The runs in memory that wait and can be given back, the longest resting first. Only so
 * many bytes of them may stay. Thread-safe.
 */
final class RestingRuns {

	private final long maxBytes;

	private final Map<UUID, Resting> runs = new LinkedHashMap<>();

	private long bytes;

	/**
	 * A run that rests.
	 *
	 * @param bytes of its history, which is where all that its code knows comes from
	 */
	private record Resting(LiveRun run, long bytes) {
	}

	RestingRuns(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	synchronized void add(LiveRun run, long bytes) {
		remove(run.runId());
		this.runs.put(run.runId(), new Resting(run, bytes));
		this.bytes += bytes;
	}

	synchronized void remove(UUID runId) {
		Resting removed = this.runs.remove(runId);
		if (removed != null) {
			this.bytes -= removed.bytes();
		}
	}

	synchronized boolean isEmpty() {
		return this.runs.isEmpty();
	}

	/**
	 * Takes out those that have to go: so many, or more if the others have too many
	 * bytes.
	 */
	synchronized List<LiveRun> take(int number) {
		List<LiveRun> taken = new ArrayList<>();
		Iterator<Resting> longest = this.runs.values().iterator();
		while ((taken.size() < number || this.bytes > this.maxBytes) && longest.hasNext()) {
			Resting candidate = longest.next();
			longest.remove();
			this.bytes -= candidate.bytes();
			if (candidate.run().state() == RunState.IDLE) {
				taken.add(candidate.run());
			}
		}
		return taken;
	}

}
