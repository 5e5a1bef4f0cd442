package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.store.ExecutionSearch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that does not go on by itself, looked up every few seconds at most. */
final class StuckWork {

	private static final Logger logger = LoggerFactory.getLogger(StuckWork.class);

	private static final Duration FRESH = Duration.ofSeconds(5);

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
	 */
	record Found(long executions, List<String> unknownTypes) {
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
					search.unknownTypes(this.engine.clock().micros(), this.engine.workers().workflowTypes()));
		}
		catch (RuntimeException ex) {
			logger.debug("Stuck executions could not be looked up", ex);
			return null;
		}
	}

}
