package dev.holdfast.workflow;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.WorkflowFailure;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow may know about its execution.
 *
 * @param workflowId the id of the execution
 * @param runId the run
 * @param workflowType the type of the workflow
 * @param taskQueue the task queue of the execution
 * @param startedAt when the run started
 * @param executionDeadline when the execution times out, or {@code null} if never
 * @param parentWorkflowId the id of the parent, or {@code null} if there is none
 * @param parentRunId the run of the parent, or {@code null} if there is none
 * @param rootWorkflowId the id of the topmost parent, or {@code null} if there is no
 * parent
 * @param rootRunId its run, or {@code null}
 * @param historyLength how many events the history has at this point
 * @param historySize about how many bytes they have
 * @param isContinueAsNewSuggested whether the history is so long that the workflow should
 * go on as a new run when it can
 * @param firstRunId the first run of the chain that this run belongs to
 * @param continuedRunId the run before this one in the chain, or {@code null}
 * @param attempt the number of this attempt under the retry policy, from 1
 * @param lastFailure what the attempt before, or the execution before in a schedule,
 * failed with; {@code null} if it did not fail
 * @param runTimeout how long a run may take, or {@code null} for as long as it wants
 * @param retryPolicy how the workflow is tried again, or {@code null} if it is not
 * @param priority where it stands among others that wait for a worker
 */
public record WorkflowInfo(String workflowId, String runId, String workflowType, String taskQueue, Instant startedAt,
		@Nullable Instant executionDeadline, @Nullable String parentWorkflowId, @Nullable String parentRunId,
		@Nullable String rootWorkflowId, @Nullable String rootRunId, long historyLength, long historySize,
		boolean isContinueAsNewSuggested, String firstRunId, @Nullable String continuedRunId, int attempt,
		@Nullable WorkflowFailure lastFailure, @Nullable Duration runTimeout, @Nullable RetryPolicy retryPolicy,
		Priority priority) {
}
