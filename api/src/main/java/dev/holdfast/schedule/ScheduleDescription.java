package dev.holdfast.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is.
 *
 * @param id its id
 * @param workflowType what it starts
 * @param spec when it acts
 * @param overlap what an action does when an earlier execution runs
 * @param catchupWindow how late an action may be taken
 * @param pauseOnFailure whether it pauses when an execution fails or times out
 * @param remainingActions how many actions are left, or {@code null} for no limit
 * @param paused whether it is paused
 * @param note why it is paused or was changed; empty if nobody said
 * @param nextActionTimes up to ten times of actions to come, jitter included; none while
 * it is paused or when no actions remain
 * @param recentActions up to ten actions that were taken last, the oldest first
 * @param runningActions executions that have not closed, the oldest first; of those that
 * were allowed to overlap, the newest 100
 * @param waitingActions how many actions wait for an earlier execution to close
 * @param counts what became of its times
 * @param createdAt when it was created
 * @param updatedAt when anything about it changed last
 * @param memo its memo, as JSON text by key; {@link ScheduleHandle#memo()} reads it
 * @param searchAttributes its search attributes by name
 */
public record ScheduleDescription(String id, String workflowType, ScheduleSpec spec, ScheduleOverlapPolicy overlap,
		Duration catchupWindow, boolean pauseOnFailure, @Nullable Long remainingActions, boolean paused, String note,
		List<Instant> nextActionTimes, List<ScheduleAction> recentActions, List<ScheduleAction> runningActions,
		int waitingActions, ScheduleCounts counts, Instant createdAt, Instant updatedAt, Map<String, String> memo,
		Map<String, Object> searchAttributes) {
}
