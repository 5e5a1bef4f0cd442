package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.store.ExecutionSearch;
import dev.holdfast.engine.store.ScheduleOverview;
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
	 * @param unknownTypes types of runs that wait although this node does not know them
	 * @param schedules ids of schedules that cannot act, ten at most
	 */
	record Found(long executions, List<String> unknownTypes, List<String> schedules) {
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
			return new Found(search.countStuck(),
					this.engine.workers().knowsEveryWorkflowType() ? List.of()
							: search.unknownTypes(this.engine.clock().micros(), this.engine.workers().workflowTypes()),
					this.engine.store()
						.schedules()
						.withProblems(MOST_SCHEDULES)
						.stream()
						.map(ScheduleOverview::scheduleId)
						.toList());
		}
		catch (RuntimeException ex) {
			logger.debug("Stuck executions could not be looked up", ex);
			return null;
		}
	}

}
