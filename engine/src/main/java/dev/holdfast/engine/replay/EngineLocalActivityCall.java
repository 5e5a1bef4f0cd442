package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.time.Duration;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.LocalRetries;
import dev.holdfast.workflow.LocalActivityCall;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** A call of a local activity that is being put together. */
final class EngineLocalActivityCall<R extends @Nullable Object> implements LocalActivityCall<R> {

	private final RunContext context;

	private final ActivityDefinition activity;

	private final ActivityLayer inherited;

	private final Type resultType;

	private final @Nullable Object[] arguments;

	private ActivityLayer options = ActivityLayer.NOTHING;

	private @Nullable String summary;

	private long retryThreshold = LocalRetries.USUAL_THRESHOLD;

	EngineLocalActivityCall(RunContext context, ActivityDefinition activity, ActivityLayer inherited, Type resultType,
			@Nullable Object[] arguments) {
		this.context = context;
		this.activity = activity;
		this.inherited = inherited;
		this.resultType = resultType;
		this.arguments = arguments;
	}

	private LocalActivityCall<R> with(ActivityLayer layer) {
		this.options = layer.over(this.options);
		return this;
	}

	@Override
	public LocalActivityCall<R> startToCloseTimeout(Duration timeout) {
		return with(ActivityLayer.timeouts(ActivityLayer.positive("startToCloseTimeout", timeout), null, null, null));
	}

	@Override
	public LocalActivityCall<R> scheduleToCloseTimeout(Duration timeout) {
		return with(
				ActivityLayer.timeouts(null, ActivityLayer.positive("scheduleToCloseTimeout", timeout), null, null));
	}

	@Override
	public LocalActivityCall<R> scheduleToStartTimeout(Duration timeout) {
		return with(
				ActivityLayer.timeouts(null, null, ActivityLayer.positive("scheduleToStartTimeout", timeout), null));
	}

	@Override
	public LocalActivityCall<R> summary(String summary) {
		this.summary = NoteTexts.requireSummary(summary);
		return this;
	}

	@Override
	public LocalActivityCall<R> retryPolicy(RetryPolicy policy) {
		this.options = this.options.retryPolicy(policy);
		return this;
	}

	@Override
	public LocalActivityCall<R> localRetryThreshold(Duration threshold) {
		this.retryThreshold = LocalRetries.threshold(threshold);
		return this;
	}

	@Override
	public LocalActivityCall<R> cancellationType(ActivityCancellationType type) {
		this.options = this.options.cancellation(type);
		return this;
	}

	@Override
	public R execute() {
		return async().get();
	}

	@Override
	@SuppressWarnings("unchecked")
	public Promise<R> async() {
		return (Promise<R>) this.context.localActivities()
			.call(this.activity, this.options.over(this.inherited), this.summary, this.retryThreshold, this.arguments,
					this.resultType);
	}

}
