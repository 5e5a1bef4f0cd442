package dev.holdfast.engine.schedule;

import java.time.Duration;

import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSpec;
import org.jspecify.annotations.Nullable;

/**
 * When and how a schedule acts, as it is stored.
 *
 * @param workflowIdPrefix what ids of executions begin with
 * @param declared the annotation that it was made from, as text, or {@code null} if it
 * was made by a client
 */
record ScheduleDefinition(ScheduleSpec spec, ScheduleOverlapPolicy overlap, Duration catchupWindow,
		boolean pauseOnFailure, String workflowIdPrefix, @Nullable String declared) {
}
