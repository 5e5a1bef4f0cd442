package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.time.Duration;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** A call of an activity that is being put together. */
final class EngineActivityCall<R extends @Nullable Object> implements ActivityCall<R> {

	private final RunContext context;

	private final String activityType;

	private final @Nullable ActivityDefinition definition;

	private final ActivityLayer inherited;

	private final Type resultType;

	private final @Nullable Object[] arguments;

	private ActivityLayer options = ActivityLayer.NOTHING;

	private @Nullable String summary;

	EngineActivityCall(RunContext context, String activityType, @Nullable ActivityDefinition definition,
			ActivityLayer inherited, Type resultType, @Nullable Object[] arguments) {
		this.context = context;
		this.activityType = activityType;
		this.definition = definition;
		this.inherited = inherited;
		this.resultType = resultType;
		this.arguments = arguments;
	}

	private ActivityCall<R> with(ActivityLayer layer) {
		this.options = layer.over(this.options);
		return this;
	}

	@Override
	public ActivityCall<R> taskQueue(String taskQueue) {
		this.options = this.options.taskQueue(Identifiers.requireTaskQueue(taskQueue));
		return this;
	}

	@Override
	public ActivityCall<R> startToCloseTimeout(Duration timeout) {
		return with(ActivityLayer.timeouts(ActivityLayer.positive("startToCloseTimeout", timeout), null, null, null));
	}

	@Override
	public ActivityCall<R> scheduleToCloseTimeout(Duration timeout) {
		return with(
				ActivityLayer.timeouts(null, ActivityLayer.positive("scheduleToCloseTimeout", timeout), null, null));
	}

	@Override
	public ActivityCall<R> scheduleToStartTimeout(Duration timeout) {
		return with(
				ActivityLayer.timeouts(null, null, ActivityLayer.positive("scheduleToStartTimeout", timeout), null));
	}

	@Override
	public ActivityCall<R> heartbeatTimeout(Duration timeout) {
		return with(ActivityLayer.timeouts(null, null, null, ActivityLayer.positive("heartbeatTimeout", timeout)));
	}

	@Override
	public ActivityCall<R> retryPolicy(RetryPolicy policy) {
		this.options = this.options.retryPolicy(policy);
		return this;
	}

	@Override
	public ActivityCall<R> cancellationType(ActivityCancellationType type) {
		this.options = this.options.cancellation(type);
		return this;
	}

	@Override
	public ActivityCall<R> priority(Priority priority) {
		this.options = this.options.priority(priority);
		return this;
	}

	@Override
	public ActivityCall<R> summary(String summary) {
		this.summary = NoteTexts.requireSummary(summary);
		return this;
	}

	@Override
	public R execute() {
		return async().get();
	}

	@Override
	@SuppressWarnings("unchecked")
	public Promise<R> async() {
		return (Promise<R>) this.context.activities()
			.scheduleActivity(this.activityType, this.definition, this.options.over(this.inherited), this.summary,
					this.arguments, this.resultType);
	}

}
