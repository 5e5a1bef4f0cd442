package dev.holdfast.engine.ownership;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.holdfast.engine.BootId;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.time.EngineClock;

/**
 * Runs of which this node does not know whether it has them: it was not told what became
 * of its last write, which may still be on its way. Such a write has locked its row until
 * it has arrived or never will, so only a row that nobody has locked says who has a run.
 * A run that is there not at all has closed, or is about to begin: after a while it has
 * closed.
 */
final class DoubtfulRuns {

	private static final int BATCH = 1000;

	private final BootId self;

	private final Claims claims;

	private final RunRegistry registry;

	private final EngineClock clock;

	private final long patienceMicros;

	/** And until when one that is not there may yet begin. */
	private final Map<UUID, Long> runs = new ConcurrentHashMap<>();

	DoubtfulRuns(BootId self, Claims claims, RunRegistry registry, EngineClock clock, long patienceMicros) {
		this.self = self;
		this.claims = claims;
		this.registry = registry;
		this.clock = clock;
		this.patienceMicros = patienceMicros;
	}

	void add(Collection<UUID> runIds) {
		long until = this.clock.micros() + this.patienceMicros;
		runIds.forEach((runId) -> this.runs.put(runId, until));
	}

	/**
	 * Takes in those that are this node's: what attempts of theirs commit that may still
	 * be there must not count.
	 */
	void settle() {
		this.runs.keySet().removeIf(this.registry::owns);
		List<UUID> all = List.copyOf(this.runs.keySet());
		for (int from = 0; from < all.size(); from += BATCH) {
			settle(all.subList(from, Math.min(all.size(), from + BATCH)));
		}
	}

	private void settle(List<UUID> page) {
		Set<UUID> unlocked = this.claims.unlocked(page); // before they are read
		Map<UUID, StoredRun> open = this.claims.findAll(page)
			.stream()
			.collect(Collectors.toMap(StoredRun::runId, Function.identity()));
		for (UUID runId : page) {
			StoredRun run = open.get(runId);
			boolean settled = (run != null) ? unlocked.contains(runId) && (!this.self.is(run.owner()) || takeIn(run))
					: this.clock.micros() > this.runs.getOrDefault(runId, 0L);
			if (settled) {
				this.runs.remove(runId);
			}
		}
	}

	/**
	 * Takes in a run that is this node's in the database and not in its memory; answers
	 * whether it was still as it was seen.
	 */
	boolean takeIn(StoredRun run) {
		StoredRun again = this.claims.claimAgain(run, this.self.current());
		if (again != null) {
			this.registry.claimed(again);
		}
		return again != null;
	}

}
