package dev.holdfast.engine.definition;

import java.time.Duration;
import java.util.function.Function;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Options of an activity as one source gives them: a call, an injection point, properties
 * or an annotation. {@code null} means that the source says nothing.
 *
 * @param taskQueue the task queue
 * @param startToClose the start-to-close timeout
 * @param scheduleToClose the schedule-to-close timeout
 * @param scheduleToStart the schedule-to-start timeout
 * @param heartbeat the heartbeat timeout
 * @param retry how failed attempts are retried
 * @param cancellation what happens when the scope of the call is cancelled
 * @param priority where it stands among others that wait
 */
public record ActivityLayer(@Nullable String taskQueue, @Nullable Duration startToClose,
		@Nullable Duration scheduleToClose, @Nullable Duration scheduleToStart, @Nullable Duration heartbeat,
		RetryLayer retry, @Nullable ActivityCancellationType cancellation, Priority priority) {

	/** The longest time that can be meant. */
	public static final Duration LONGEST = Duration.ofDays(36_525);

	/** A source that says nothing. */
	public static final ActivityLayer NOTHING = timeouts(null, null, null, null);

	/** A source that says nothing but timeouts. */
	public static ActivityLayer timeouts(@Nullable Duration startToClose, @Nullable Duration scheduleToClose,
			@Nullable Duration scheduleToStart, @Nullable Duration heartbeat) {
		return new ActivityLayer(null, startToClose, scheduleToClose, scheduleToStart, heartbeat, RetryLayer.NOTHING,
				null, Priority.DEFAULT);
	}

	static ActivityLayer of(ActivityMethod annotation, String taskQueue, Placeholders placeholders) {
		return of(placeholders, taskQueue, annotation.startToCloseTimeout(), annotation.scheduleToCloseTimeout(),
				annotation.scheduleToStartTimeout(), annotation.heartbeatTimeout(), annotation.retry(),
				annotation.cancellationType(), annotation.priority());
	}

	static ActivityLayer of(ActivityOptions annotation, Placeholders placeholders) {
		return of(placeholders, placeholders.resolve("taskQueue", annotation.taskQueue()),
				annotation.startToCloseTimeout(), annotation.scheduleToCloseTimeout(),
				annotation.scheduleToStartTimeout(), annotation.heartbeatTimeout(), annotation.retry(),
				annotation.cancellationType(), annotation.priority());
	}

	private static ActivityLayer of(Placeholders placeholders, String taskQueue, String startToClose,
			String scheduleToClose, String scheduleToStart, String heartbeat, Retry retry,
			ActivityCancellationType[] cancellation, int priority) {
		if (cancellation.length > 1) {
			throw new IllegalArgumentException("cancellationType has " + cancellation.length + " values; give one");
		}
		return new ActivityLayer(taskQueue.isEmpty() ? null : taskQueue,
				duration(placeholders, "startToCloseTimeout", startToClose),
				duration(placeholders, "scheduleToCloseTimeout", scheduleToClose),
				duration(placeholders, "scheduleToStartTimeout", scheduleToStart),
				duration(placeholders, "heartbeatTimeout", heartbeat), RetryLayer.of(retry, placeholders),
				(cancellation.length == 1) ? cancellation[0] : null,
				(priority == 0) ? Priority.DEFAULT : Priority.of(priority));
	}

	/** A duration in an annotation, or {@code null} for an empty text. */
	static @Nullable Duration duration(Placeholders placeholders, String attribute, String given) {
		String text = placeholders.resolve(attribute, given);
		if (text.isEmpty()) {
			return null;
		}
		Duration duration;
		try {
			duration = DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					attribute + " = \"" + text + "\" is not a duration; write 500ms, 30s, 5m, 2h or 3d", ex);
		}
		return positive(attribute, duration);
	}

	/** Refuses durations that cannot be meant. */
	public static Duration positive(String what, Duration duration) {
		if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(what + " must be positive and at most 100 years, but is " + duration);
		}
		return duration;
	}

	/** What this source says, and where it says nothing, what a weaker source says. */
	public ActivityLayer over(ActivityLayer weaker) {
		return new ActivityLayer(first(weaker, ActivityLayer::taskQueue), first(weaker, ActivityLayer::startToClose),
				first(weaker, ActivityLayer::scheduleToClose), first(weaker, ActivityLayer::scheduleToStart),
				first(weaker, ActivityLayer::heartbeat), this.retry.over(weaker.retry),
				first(weaker, ActivityLayer::cancellation), this.priority.orElse(weaker.priority));
	}

	private <T> @Nullable T first(ActivityLayer weaker, Function<ActivityLayer, @Nullable T> option) {
		T own = option.apply(this);
		return (own != null) ? own : option.apply(weaker);
	}

	/** This source with another task queue. */
	public ActivityLayer taskQueue(String name) {
		return new ActivityLayer(name, this.startToClose, this.scheduleToClose, this.scheduleToStart, this.heartbeat,
				this.retry, this.cancellation, this.priority);
	}

	/** This source with a whole retry policy in place of the single options. */
	public ActivityLayer retryPolicy(RetryPolicy policy) {
		return new ActivityLayer(this.taskQueue, this.startToClose, this.scheduleToClose, this.scheduleToStart,
				this.heartbeat, RetryLayer.of(policy), this.cancellation, this.priority);
	}

	/** This source with another way to be cancelled. */
	public ActivityLayer cancellation(ActivityCancellationType type) {
		return new ActivityLayer(this.taskQueue, this.startToClose, this.scheduleToClose, this.scheduleToStart,
				this.heartbeat, this.retry, type, this.priority);
	}

	/** This source with another priority. */
	public ActivityLayer priority(Priority other) {
		return new ActivityLayer(this.taskQueue, this.startToClose, this.scheduleToClose, this.scheduleToStart,
				this.heartbeat, this.retry, this.cancellation, other);
	}

	boolean hasTimeout() {
		return this.startToClose != null || this.scheduleToClose != null;
	}

	/**
	 * The options with the defaults for what no source said.
	 * @throws IllegalArgumentException if they contradict each other
	 */
	public ActivityPolicy resolve() {
		Duration oneAttempt = (this.startToClose != null) ? this.startToClose : this.scheduleToClose;
		return new ActivityPolicy(micros(oneAttempt), micros(this.scheduleToClose), micros(this.scheduleToStart),
				micros(this.heartbeat), this.retry.resolve(), this.cancellation);
	}

	private static @Nullable Long micros(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() / 1000 + ((duration.toNanos() % 1000 != 0) ? 1 : 0) : null;
	}

}
