package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An application that is nothing but workflows and activities.
 *
 * @param workflows classes of workflows
 * @param activities activities, or classes of them
 * @param surroundings interceptors and context propagators
 * @param timeouts what properties say of how long an attempt may take, by activity type
 * @param start what time it is when a test begins
 * @param replayEveryTask whether workflows are replayed for each step
 */
record PlainApplication(List<Class<?>> workflows, List<Object> activities, List<Object> surroundings,
		Map<String, Duration> timeouts, Supplier<Instant> start, boolean replayEveryTask) {

	PlainApplication withActivities(Object... more) {
		return new PlainApplication(this.workflows, joined(this.activities, more), this.surroundings, this.timeouts,
				this.start, this.replayEveryTask);
	}

	PlainApplication withSurroundings(Object... more) {
		return new PlainApplication(this.workflows, this.activities, joined(this.surroundings, more), this.timeouts,
				this.start, this.replayEveryTask);
	}

	PlainApplication withTimeout(String activityType, Duration timeout) {
		Map<String, Duration> all = new HashMap<>(this.timeouts);
		all.put(activityType, timeout);
		return new PlainApplication(this.workflows, this.activities, this.surroundings, Map.copyOf(all), this.start,
				this.replayEveryTask);
	}

	PlainApplication withStart(Instant time) {
		return new PlainApplication(this.workflows, this.activities, this.surroundings, this.timeouts, () -> time,
				this.replayEveryTask);
	}

	PlainApplication withReplayOfEveryTask() {
		return new PlainApplication(this.workflows, this.activities, this.surroundings, this.timeouts, this.start,
				true);
	}

	private static List<Object> joined(List<Object> some, Object... more) {
		List<Object> all = new ArrayList<>(some);
		all.addAll(List.of(more));
		return List.copyOf(all);
	}

}
