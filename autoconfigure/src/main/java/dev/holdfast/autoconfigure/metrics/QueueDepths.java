package dev.holdfast.autoconfigure.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.HoldfastEngine.State;
import dev.holdfast.engine.store.ExecutionSearch.Backlog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits in the database, as it was a few seconds ago: whoever asks has it looked up
 * in the background, and does not wait for it. Thread-safe.
 */
final class QueueDepths {

	private static final Logger logger = LoggerFactory.getLogger(QueueDepths.class);

	private static final Duration FRESH = Duration.ofSeconds(5);

	private final HoldfastEngine engine;

	private final Executor executor;

	private final AtomicBoolean refreshing = new AtomicBoolean();

	private volatile @Nullable Snapshot snapshot;

	private volatile long nextRefresh = System.nanoTime();

	QueueDepths(HoldfastEngine engine, Executor executor) {
		this.engine = engine;
		this.executor = executor;
	}

	private record Snapshot(Map<String, Backlog> backlogs, long stuck, long now) {
	}

	/** How many tasks wait in a queue; not a number before it is known. */
	double backlog(String taskQueue) {
		Snapshot current = current();
		if (current == null) {
			return Double.NaN;
		}
		Backlog backlog = current.backlogs().get(taskQueue);
		return (backlog != null) ? backlog.tasks() : 0;
	}

	/** For how many microseconds the oldest task of a queue has waited. */
	double oldestAge(String taskQueue) {
		Snapshot current = current();
		if (current == null) {
			return Double.NaN;
		}
		Backlog backlog = current.backlogs().get(taskQueue);
		Long oldest = (backlog != null) ? backlog.oldest() : null;
		return (oldest != null) ? Math.max(0, current.now() - oldest) : 0;
	}

	/** How many executions are stuck. */
	double stuck() {
		Snapshot current = current();
		return (current != null) ? current.stuck() : Double.NaN;
	}

	private @Nullable Snapshot current() {
		if (System.nanoTime() - this.nextRefresh >= 0 && this.engine.state() == State.RUNNING
				&& this.refreshing.compareAndSet(false, true)) {
			this.executor.execute(this::refresh);
		}
		return this.snapshot;
	}

	private void refresh() {
		try {
			long now = this.engine.clock().micros();
			this.snapshot = new Snapshot(this.engine.store().search().backlogs(now),
					this.engine.store().search().countStuck(), now);
		}
		catch (RuntimeException ex) {
			this.snapshot = null;
			logger.debug("What waits in the database could not be looked up", ex);
		}
		finally {
			this.nextRefresh = System.nanoTime() + FRESH.toNanos();
			this.refreshing.set(false);
		}
	}

}
