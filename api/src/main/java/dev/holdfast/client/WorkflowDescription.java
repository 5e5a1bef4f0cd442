package dev.holdfast.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An execution and what it waits for.
 *
 * @param execution what it is
 * @param memo its memo, as JSON text by key; {@link WorkflowHandle#memo()} reads it
 * @param pendingActivities activities that have not closed
 * @param pendingTimers when its timers are due, in the order in which they were started
 * @param pendingChildren ids of child workflows that have not closed
 * @param undeliveredMessages how many signals and completions wait to be recorded
 * @param owner the node that has the run, or {@code null} if none has
 * @param failedTaskAttempts how often in a row its workflow task has failed
 * @param lastTaskFailure why it failed last, or why the execution is stuck, or waits for
 * a node that has the version of the workflow which it began with; {@code null} if
 * nothing is wrong
 * @param summary what was said about it at its start, or {@code null}
 * @param details what more was said at its start, or {@code null}
 */
public record WorkflowDescription(WorkflowExecution execution, Map<String, String> memo,
		List<PendingActivity> pendingActivities, List<Instant> pendingTimers, List<String> pendingChildren,
		int undeliveredMessages, @Nullable String owner, int failedTaskAttempts, @Nullable String lastTaskFailure,
		@Nullable String summary, @Nullable String details) {
}
