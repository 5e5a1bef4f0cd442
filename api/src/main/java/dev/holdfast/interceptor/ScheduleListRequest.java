package dev.holdfast.interceptor;

/** A client that asks for all schedules. */
public record ScheduleListRequest() {
}
