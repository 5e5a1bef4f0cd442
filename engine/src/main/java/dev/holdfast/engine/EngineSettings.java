package dev.holdfast.engine;

import java.time.Duration;
import java.util.Map;

import dev.holdfast.engine.ownership.OwnershipSettings;
import dev.holdfast.engine.run.WorkerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an engine.
 *
 * @param ownership how the node holds its runs
 * @param workers the workers by task queue
 * @param maxRuns how many runs this node owns at most
 * @param maxBytes how many bytes the histories of runs that wait in memory may have
 * together
 * @param maxTaskAttempts after how many failed tasks in a row an execution is stuck
 * @param retentionMicros for how long closed executions are kept, or 0 for ever
 * @param replayEveryTask whether the code of a run leaves the memory after every task, so
 * that each step replays: for tests
 * @param deadlockDetection after what time without yielding workflow code is reported;
 * zero for never
 * @param build the build of the application, which is recorded with each task, or
 * {@code null} for none
 */
public record EngineSettings(OwnershipSettings ownership, Map<String, WorkerSettings> workers, int maxRuns,
		long maxBytes, int maxTaskAttempts, long retentionMicros, boolean replayEveryTask, Duration deadlockDetection,
		@Nullable String build) {

	/** The task queue of everything that names none. */
	public static final String DEFAULT_TASK_QUEUE = "default";

	public EngineSettings {
		workers = Map.copyOf(workers);
		if (maxRuns < 1) {
			throw new IllegalArgumentException("max-runs must be at least 1, but is " + maxRuns);
		}
		if (maxBytes < 1) {
			throw new IllegalArgumentException("max-bytes must be at least 1, but is " + maxBytes);
		}
		if (maxTaskAttempts < 1) {
			throw new IllegalArgumentException("max-task-attempts must be at least 1, but is " + maxTaskAttempts);
		}
		if (retentionMicros < 0) {
			throw new IllegalArgumentException("retention must not be negative");
		}
		if (deadlockDetection.isNegative()) {
			throw new IllegalArgumentException(
					"deadlock-detection-timeout must not be negative, but is " + deadlockDetection);
		}
	}

}
