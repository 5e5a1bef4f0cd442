package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.store.ExecutionSearch;
import dev.holdfast.engine.store.ExecutionSearch.Unknown;
import dev.holdfast.engine.store.ScheduleOverview;
import dev.holdfast.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that does not go on by itself, looked up every few seconds at most. */
final class StuckWork {

	private static final Logger logger = LoggerFactory.getLogger(StuckWork.class);

	private static final Duration FRESH = Duration.ofSeconds(5);

	private static final int MOST_SCHEDULES = 10;

	private final HoldfastEngine engine;

	private @Nullable Found found;

	private long lookedUp;

	StuckWork(HoldfastEngine engine) {
		this.engine = engine;
	}

	/**
	 * What was found.
	 *
	 * @param executions how many executions are stuck
	 * @param unknownTypes work that waits and that no node that is alive can do
	 * @param schedules ids of schedules that cannot act, ten at most
	 * @param nodes the nodes, whether they are alive or not yet seen to be gone
	 */
	record Found(long executions, List<Unknown> unknownTypes, List<String> schedules, List<NodeView> nodes) {
	}

	/** What there is, or nothing if the database did not answer. */
	synchronized Optional<Found> current() {
		long now = System.nanoTime();
		if (this.found == null || now - this.lookedUp > FRESH.toNanos()) {
			this.found = lookUp();
			this.lookedUp = now;
		}
		return Optional.ofNullable(this.found);
	}

	private @Nullable Found lookUp() {
		try {
			ExecutionSearch search = this.engine.store().search();
			long now = this.engine.clock().micros();
			List<StoredNode> nodes = this.engine.store().nodes().all();
			List<StoredNode> alive = nodes.stream().filter((node) -> node.leaseUntil() >= now).toList();
			return new Found(search.countStuck(), search.unknown(now, alive),
					this.engine.store()
						.schedules()
						.withProblems(MOST_SCHEDULES)
						.stream()
						.map(ScheduleOverview::scheduleId)
						.toList(),
					nodes.stream().map((node) -> NodeView.of(node, this.engine.bootId(), now)).toList());
		}
		catch (RuntimeException ex) {
			logger.debug("Stuck executions could not be looked up", ex);
			return null;
		}
	}

}
