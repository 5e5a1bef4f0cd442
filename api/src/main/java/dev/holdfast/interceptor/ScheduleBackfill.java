package dev.holdfast.interceptor;

import java.time.Instant;

import dev.holdfast.schedule.ScheduleOverlapPolicy;

/**
 * A client that wants a schedule to make up for times that are past. Times and policy may
 * be changed.
 *
 * @param scheduleId which schedule
 * @param from the first time
 * @param to the last time
 * @param overlap what happens while an execution of it runs
 */
public record ScheduleBackfill(String scheduleId, Instant from, Instant to, ScheduleOverlapPolicy overlap) {
}
