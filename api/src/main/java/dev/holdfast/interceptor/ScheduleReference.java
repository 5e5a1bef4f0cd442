package dev.holdfast.interceptor;

/**
 * A schedule that a client means.
 *
 * @param scheduleId its id
 */
public record ScheduleReference(String scheduleId) {
}
