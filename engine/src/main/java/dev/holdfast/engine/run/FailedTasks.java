package dev.holdfast.engine.run;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryLimitException;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a task of a run that failed: another try after a while, or none until
 * somebody looks.
 */
final class FailedTasks {

	private static final Logger logger = LoggerFactory.getLogger(FailedTasks.class);

	private static final long FIRST_BACKOFF_MICROS = TimeUnit.SECONDS.toMicros(1);

	private static final long LONGEST_BACKOFF_MICROS = TimeUnit.MINUTES.toMicros(10);

	/** What is not counted waits as what has failed so often: half a minute. */
	private static final int UNCOUNTED = 6;

	private final RunEnvironment environment;

	private final RunIdentity identity;

	private final String workflowType;

	FailedTasks(RunEnvironment environment, RunIdentity identity, String workflowType) {
		this.environment = environment;
		this.identity = identity;
		this.workflowType = workflowType;
	}

	/**
	 * What is written about a failure.
	 *
	 * @param step what is written instead of what the task did
	 * @param stuck whether the run is not tried again by itself
	 * @param retryAt when it is tried again otherwise
	 */
	record Verdict(RunStep step, boolean stuck, long retryAt) {
	}

	/**
	 * What ends a run although its code fails, because it was told to terminate or its
	 * time is over.
	 * @return {@code null} if nothing does
	 */
	@Nullable RunCommit ending(StoredRun row, List<Mail> mails, @Nullable Long deadline) {
		boolean told = mails.stream()
			.anyMatch((mail) -> mail instanceof Mail.Message message
					&& message.message().eventType().equals(EventType.WORKFLOW_TERMINATED.storedName()));
		boolean overdue = deadline != null && deadline <= this.environment.clock().micros();
		if (!told && !overdue) {
			return null;
		}
		try {
			return new Endings(this.environment).due(row);
		}
		catch (RuntimeException ex) {
			logger.warn(
					"Run {} of workflow '{}' was to end, but the database could not be asked; it is tried again: {}",
					this.identity.runId(), this.identity.workflowId(), ex.toString());
			return null;
		}
	}

	/**
	 * Judges a failure.
	 * @param deadline when the run times out, stuck or not; or {@code null} if never
	 */
	Verdict judge(StoredRun row, TaskFailedException failure, @Nullable Long deadline) {
		boolean counted = failure.isCounted();
		int failed = row.failedTasks() + (counted ? 1 : 0);
		boolean beyondCode = failure.getCause() instanceof UnreadableHistoryException
				|| failure.getCause() instanceof HistoryLimitException;
		boolean stuck = beyondCode || (counted && failed >= this.environment.maxTaskAttempts());
		this.environment.metrics().workflowTaskFailed(this.workflowType, failure.isNonDeterminism());
		logger.warn("A task of workflow {} '{}' (run {}) failed {} in a row{}: {}", this.workflowType,
				this.identity.workflowId(), this.identity.runId(),
				failed <= 1 ? "for the first time" : failed + " times", stuck ? " and the execution is now STUCK" : "",
				failure.getMessage());
		logger.debug("Why the task failed", failure);
		RunStep failing = new RunStep(row, List.of());
		failing.commit()
			.taskFailed(failed, stuck,
					this.environment.codec().isConfidential() ? failure.withoutWordsOfTheApplication()
							: String.valueOf(failure.getMessage()),
					(stuck && !beyondCode) ? this.environment.services().definitions().fingerprint(this.workflowType)
							: null);
		long retryAt = this.environment.clock().micros() + backoff(counted ? failed : UNCOUNTED);
		if (stuck) {
			failing.commit().release();
		}
		failing.commit().wakeAt(stuck ? deadline : (Long) retryAt);
		return new Verdict(failing, stuck, retryAt);
	}

	private static long backoff(int failed) {
		return Math.min(LONGEST_BACKOFF_MICROS, FIRST_BACKOFF_MICROS << Math.min(failed - 1, 20));
	}

}
