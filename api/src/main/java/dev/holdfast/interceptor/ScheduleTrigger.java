package dev.holdfast.interceptor;

import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A client that wants a schedule to act now. The policy may be changed.
 *
 * @param scheduleId which schedule
 * @param overlap what happens if an execution of it runs, or {@code null} for what the
 * schedule says
 */
public record ScheduleTrigger(String scheduleId, @Nullable ScheduleOverlapPolicy overlap) {
}
