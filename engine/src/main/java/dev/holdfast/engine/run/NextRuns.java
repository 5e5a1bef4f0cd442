package dev.holdfast.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that a chain goes on as: after a workflow continued as new, and after an
 * attempt failed that is made again.
 */
final class NextRuns {

	private static final Logger logger = LoggerFactory.getLogger(NextRuns.class);

	/** A chain whose runs wait for nothing makes one run in this time. */
	private static final long SHORTEST_RUN_MICROS = TimeUnit.SECONDS.toMicros(1);

	private final RunEnvironment environment;

	private final RunIdentity identity;

	NextRuns(RunEnvironment environment, RunIdentity identity) {
		this.environment = environment;
		this.identity = identity;
	}

	/**
	 * The run that a workflow goes on as.
	 * @param arguments what it is given
	 * @param oldMemo the memo that the execution has now
	 * @param oldAttributes what the execution is found by now, or {@code null}
	 * @param began when the run that ends began
	 * @param waited whether the run that ends has waited for anything at all
	 */
	NewRun continued(WorkflowContinuedAsNew next, byte[] arguments, WorkflowStarted started,
			Map<String, String> oldMemo, @Nullable Map<String, SearchAttributeValue> oldAttributes, long began,
			boolean waited) {
		long now = this.environment.clock().micros();
		Long backoff = next.backoff();
		long firstTaskAt = now + ((backoff != null) ? backoff : 0);
		if (!waited && firstTaskAt < began + SHORTEST_RUN_MICROS) {
			firstTaskAt = began + SHORTEST_RUN_MICROS;
			logger.warn(
					"Workflow {} '{}' continues as new without having waited for anything (run {}); its next run is held"
							+ " back, so that there is one a second. Is there a loop without an end?",
					started.workflowType(), this.identity.workflowId(), this.identity.runId());
		}
		Map<String, String> memo = new LinkedHashMap<>(oldMemo);
		memo.putAll(next.memo());
		Map<String, SearchAttributeValue> given = next.searchAttributes();
		Map<String, SearchAttributeValue> attributes = (given == null) ? oldAttributes : given.isEmpty() ? null : given;
		Timing timing = new Timing(started.timing().executionDeadline(), next.runTimeout(), next.taskTimeout(),
				(firstTaskAt > now) ? firstTaskAt : null);
		return run(next.nextRunId(),
				new WorkflowStarted(next.workflowType(), this.identity.workflowId(), next.taskQueue(), memo, attributes,
						timing, next.retry(), started.parent(), started.lineage().continued(this.identity.runId()),
						next.headers(), started.notes(), started.priority()),
				arguments, now);
	}

	/**
	 * The run that tries again, or {@code null} if the failure is final.
	 * @param input what the run was given
	 */
	@Nullable NewRun retry(FailureRecord failure, WorkflowStarted started, byte[] input) {
		long now = this.environment.clock().micros();
		Long firstTaskAt = nextAttempt(failure, started, now);
		if (firstTaskAt == null) {
			return null;
		}
		Timing timing = started.timing();
		Lineage lineage = started.lineage().retried(this.identity.runId(), failure);
		return run(this.environment.ids().next(), new WorkflowStarted(started.workflowType(), started.workflowId(),
				started.taskQueue(), started.memo(), started.searchAttributes(),
				new Timing(timing.executionDeadline(), timing.runTimeout(), timing.taskTimeout(), firstTaskAt),
				started.retry(), started.parent(), lineage, started.headers(), started.notes(), started.priority()),
				input, now);
	}

	/** When the next attempt is due, or {@code null} if there is none. */
	private static @Nullable Long nextAttempt(FailureRecord failure, WorkflowStarted started, long now) {
		RetryPolicy policy = started.retry();
		int attempt = started.lineage().attempt();
		if (policy == null || failure.nonRetryable() || isListed(failure, policy)
				|| (policy.maximumAttempts() > 0 && attempt >= policy.maximumAttempts())) {
			return null;
		}
		Long asked = failure.nextRetryDelay();
		long due = now + ((asked != null) ? asked : Micros.of(policy.delayAfter(attempt)));
		Long deadline = started.timing().executionDeadline();
		return (deadline != null && due >= deadline) ? null : (Long) due;
	}

	/** Whether the failure, or what it comes from, is of a type that is not retried. */
	private static boolean isListed(FailureRecord failure, RetryPolicy policy) {
		for (FailureRecord next = failure; next != null; next = next.cause()) {
			if (next.type() != null && policy.nonRetryableTypes().contains(next.type())) {
				return true;
			}
		}
		return false;
	}

	private NewRun run(UUID runId, WorkflowStarted started, byte[] input, long now) {
		return NewRun.of(runId, started, input, now,
				this.environment.ownerAtBirth(started.taskQueue(), started.workflowType()), this.environment.codec());
	}

}
