package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCancelRequested;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCanceled;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.interceptor.ActivityRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import dev.holdfast.workflow.ActivityCall;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** Calls of activities by the code of a run. */
final class ActivityCommands {

	private final RunContext context;

	ActivityCommands(RunContext context) {
		this.context = context;
	}

	<R extends @Nullable Object> ActivityCall<R> activity(MethodReference method, @Nullable Object... arguments) {
		ActivityDefinition activity = require(method);
		return new EngineActivityCall<>(this.context, activity.type(), activity,
				this.context.definition().optionsOf(activity), activity.resultType(), arguments);
	}

	ActivityDefinition require(MethodReference method) {
		ReferencedMethod referenced = ReferencedMethod.of(method);
		ActivityDefinition activity = this.context.services().definitions().activityOf(referenced);
		if (activity == null) {
			throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
					+ " is no activity of this application. Annotate the class with @Activity and the method with"
					+ " @ActivityMethod.");
		}
		return activity;
	}

	<R extends @Nullable Object> ActivityCall<R> activity(String activityType, Type resultType,
			@Nullable Object... arguments) {
		ActivityDefinition activity = this.context.services().definitions().activity(activityType);
		return new EngineActivityCall<>(this.context, activityType, activity,
				(activity != null) ? this.context.definition().optionsOf(activity) : ActivityLayer.NOTHING, resultType,
				arguments);
	}

	@Nullable Object callActivity(ActivityDefinition activity, ActivityLayer injectionPoint, @Nullable Object[] arguments) {
		return scheduleActivity(activity.type(), activity, injectionPoint.over(activity.options()), null, arguments,
				activity.resultType())
			.get();
	}

	/** Refuses a call with another number of arguments than the activity takes. */
	static void requireFitting(ActivityDefinition activity, @Nullable Object[] arguments) {
		if (!PayloadMapper.fit(activity.parameterTypes(), arguments.length)) {
			throw new IllegalArgumentException(
					"Activity " + activity.type() + " takes " + Arrays.toString(activity.parameterTypes())
							+ ", but was called with " + arguments.length + " arguments");
		}
	}

	Promise<Object> scheduleActivity(String type, @Nullable ActivityDefinition activity, ActivityLayer options,
			@Nullable String summary, @Nullable Object[] arguments, Type resultType) {
		ActivityRequest request = new ActivityRequest(type, Arrays.asList(arguments), this.context.around().headers());
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::activity, request, (call) -> schedule(type, activity, options, summary,
					call.arguments().toArray(), CodeContext.stored(call.headers()), resultType));
	}

	private Promise<Object> schedule(String type, @Nullable ActivityDefinition activity, ActivityLayer options,
			@Nullable String summary, @Nullable Object[] arguments, @Nullable Map<String, String> headers,
			Type resultType) {
		Coroutine coroutine = this.context.coroutine("Calling activity " + type);
		coroutine.scope().throwIfCanceled();
		if (activity != null) {
			requireFitting(activity, arguments);
		}
		ActivityPolicy policy = options.resolve();
		if (policy.startToClose() == null) {
			throw new IllegalArgumentException("Activity " + type
					+ " needs a timeout: set startToCloseTimeout or scheduleToCloseTimeout on the call");
		}
		this.context.pending().requireRoom("activities");
		String queue = (options.taskQueue() != null) ? options.taskQueue() : this.context.started().taskQueue();
		byte[] data = this.context.payloads().writeArguments(arguments, "The arguments of activity " + type);
		HistoryEvent event = this.context.log()
			.record(new ActivityScheduled(type, queue, policy, this.context.services().clock().micros(), headers,
					summary, this.context.inherited(options.priority())), data);
		DurablePromise<Object> promise = new DurablePromise<>(this.context);
		PendingItem<ActivityScheduled> item = new PendingItem<>(event, (ActivityScheduled) event.attributes(), promise,
				resultType, coroutine.scope());
		item.cancelWith((reason) -> cancelActivity(item, reason));
		this.context.pending().addActivity(item);
		return promise;
	}

	static ActivityCancellationType cancellationType(ActivityPolicy policy) {
		ActivityCancellationType type = policy.cancellation();
		return (type != null) ? type : ActivityCancellationType.TRY_CANCEL;
	}

	private void cancelActivity(PendingItem<ActivityScheduled> item, String reason) {
		ActivityCancellationType type = cancellationType(item.attributes().policy());
		if (type == ActivityCancellationType.WAIT_CANCELLATION_COMPLETED) {
			this.context.log().record(new ActivityCancelRequested(item.id(), reason), null);
			item.requestCancel(reason);
			return;
		}
		if (type == ActivityCancellationType.TRY_CANCEL) {
			this.context.log().record(new ActivityCanceled(item.id()), null);
		}
		this.context.pending().removeActivity(item.id());
		item.step(PendingItem.Cause.CANCEL);
		item.promise()
			.fail(new ActivityFailure(item.attributes().activityType(), item.id(), 0, RetryState.CANCEL_REQUESTED,
					new CanceledFailure(reason)));
	}

}
