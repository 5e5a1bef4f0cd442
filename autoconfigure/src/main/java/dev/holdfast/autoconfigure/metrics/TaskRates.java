package dev.holdfast.autoconfigure.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.holdfast.engine.metrics.EngineMetrics;

/** How many tasks this node began in the last minute. Thread-safe. */
public final class TaskRates implements EngineMetrics {

	private static final int SECONDS = 60;

	private final LongSupplier nanoTime;

	private final Map<String, Ring> activities = new ConcurrentHashMap<>();

	private final Ring workflowTasks = new Ring();

	public TaskRates() {
		this(System::nanoTime);
	}

	TaskRates(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	@Override
	public void activityStarted(String activityType, String taskQueue, long scheduleToStart) {
		this.activities.computeIfAbsent(taskQueue, (queue) -> new Ring()).count(second());
	}

	@Override
	public void workflowTask(String workflowType, long duration) {
		this.workflowTasks.count(second());
	}

	/** Activities of a task queue that began in a second, on average. */
	public double activitiesPerSecond(String taskQueue) {
		Ring ring = this.activities.get(taskQueue);
		return (ring != null) ? ring.perSecond(second()) : 0;
	}

	/** Workflow tasks that ran in a second, on average. */
	public double workflowTasksPerSecond() {
		return this.workflowTasks.perSecond(second());
	}

	private long second() {
		return TimeUnit.NANOSECONDS.toSeconds(this.nanoTime.getAsLong());
	}

	/** Counts for each of the last seconds. */
	private static final class Ring {

		private final long[] second = new long[SECONDS];

		private final long[] count = new long[SECONDS];

		synchronized void count(long now) {
			int slot = (int) Math.floorMod(now, (long) SECONDS);
			if (this.second[slot] != now) {
				this.second[slot] = now;
				this.count[slot] = 0;
			}
			this.count[slot]++;
		}

		synchronized double perSecond(long now) {
			long sum = 0;
			for (int slot = 0; slot < SECONDS; slot++) {
				if (this.count[slot] > 0 && now - this.second[slot] < SECONDS) {
					sum += this.count[slot];
				}
			}
			return (double) sum / SECONDS;
		}

	}

}
