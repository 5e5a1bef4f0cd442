package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityBackedOff;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.interceptor.ActivityRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.workflow.LocalActivityCall;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Calls of local activities by the code of a run. A call is no event; the event that
 * closes it is compared with the call.
 */
final class LocalActivityCommands {

	private final RunContext context;

	private long calls;

	LocalActivityCommands(RunContext context) {
		this.context = context;
	}

	<R extends @Nullable Object> LocalActivityCall<R> activity(MethodReference method, @Nullable Object... arguments) {
		ActivityDefinition activity = this.context.activities().require(method);
		return new EngineLocalActivityCall<>(this.context, activity, this.context.definition().optionsOf(activity),
				activity.resultType(), arguments);
	}

	<R extends @Nullable Object> LocalActivityCall<R> activity(String activityType, Type resultType,
			@Nullable Object... arguments) {
		ActivityDefinition activity = this.context.services().definitions().activity(activityType);
		if (activity == null) {
			throw new IllegalArgumentException("This application has no activity " + activityType
					+ ", and a local activity runs nowhere else. It has "
					+ this.context.services()
						.definitions()
						.activities()
						.stream()
						.map(ActivityDefinition::type)
						.toList());
		}
		return new EngineLocalActivityCall<>(this.context, activity, this.context.definition().optionsOf(activity),
				resultType, arguments);
	}

	Promise<Object> call(ActivityDefinition activity, ActivityLayer options, @Nullable String summary,
			long retryThreshold, @Nullable Object[] arguments, Type resultType) {
		ActivityRequest request = new ActivityRequest(activity.type(), Arrays.asList(arguments),
				this.context.around().headers());
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::localActivity, request, (call) -> begin(activity, options, summary,
					retryThreshold, call.arguments().toArray(), CodeContext.stored(call.headers()), resultType));
	}

	private Promise<Object> begin(ActivityDefinition activity, ActivityLayer options, @Nullable String summary,
			long retryThreshold, @Nullable Object[] arguments, @Nullable Map<String, String> headers, Type resultType) {
		Coroutine coroutine = this.context.coroutine("Calling local activity " + activity.type());
		coroutine.scope().throwIfCanceled();
		ActivityCommands.requireFitting(activity, arguments);
		ActivityPolicy policy = localPolicy(activity, options.resolve());
		this.context.pending().requireRoom("local activities");
		byte[] data = this.context.payloads().writeArguments(arguments, "The arguments of activity " + activity.type());
		CommandLog log = this.context.log();
		ActivityScheduled scheduled = new ActivityScheduled(activity.type(), this.context.started().taskQueue(), policy,
				log.time(), headers, summary, this.context.inherited(options.priority()));
		DurablePromise<Object> promise = new DurablePromise<>(this.context);
		PendingItem<ActivityScheduled> item = new PendingItem<>(
				new HistoryEvent(++this.calls, 0, log.time(), scheduled, data), scheduled, promise, resultType,
				coroutine.scope());
		item.cancelWith((reason) -> cancel(item, reason));
		this.context.pending().addLocal(new PendingLocal(item, retryThreshold));
		return promise;
	}

	private static ActivityPolicy localPolicy(ActivityDefinition activity, ActivityPolicy policy) {
		if (policy.startToClose() == null) {
			throw new IllegalArgumentException("Local activity " + activity.type()
					+ " needs a timeout: set startToCloseTimeout or scheduleToCloseTimeout on the call");
		}
		return new ActivityPolicy(policy.startToClose(), policy.scheduleToClose(), policy.scheduleToStart(), null,
				policy.retry(), policy.cancellation());
	}

	private void cancel(PendingItem<ActivityScheduled> item, String reason) {
		if (ActivityCommands
			.cancellationType(item.attributes().policy()) == ActivityCancellationType.WAIT_CANCELLATION_COMPLETED) {
			item.requestCancel(reason);
			return;
		}
		this.context.pending().removeLocal(item.id());
		item.step(PendingItem.Cause.CANCEL);
		item.promise()
			.fail(new ActivityFailure(item.attributes().activityType(), item.id(), 0, RetryState.CANCEL_REQUESTED,
					new CanceledFailure(reason)));
	}

	/** One has ended. */
	void close(HistoryEvent event, LocalActivityClosed closed) {
		PendingLocal local = pending(event, closed.localId(), closed.activityType());
		if (local == null) {
			return;
		}
		this.context.pending().removeLocal(local.id());
		byte[] arguments = local.arguments();
		if (arguments != null && closed.input() != LocalActivityClosed.digest(arguments)) {
			this.context.services().changedInput().inputChanged(this.context.identity(), event, arguments);
		}
		PendingItem<ActivityScheduled> item = local.item();
		item.step(PendingItem.Cause.CLOSE);
		if (closed.failure() != null) {
			RetryState state = (closed.retryState() != null) ? closed.retryState() : RetryState.NON_RETRYABLE_FAILURE;
			item.promise()
				.fail(new ActivityFailure(closed.activityType(), local.id(), closed.attempts(), state,
						Failures.toFailure(closed.failure(), this.context.payloads())));
			return;
		}
		byte[] data = (event.data() != null) ? event.data() : new byte[0];
		item.promise()
			.complete(() -> this.context.payloads()
				.read(data, item.resultType(), "The result of activity " + closed.activityType()));
	}

	/** An attempt of one failed, and the next one is far off. */
	void backOff(HistoryEvent event, LocalActivityBackedOff backedOff) {
		PendingLocal local = pending(event, backedOff.localId(), backedOff.activityType());
		if (local != null) {
			local.backOff(backedOff);
		}
	}

	/**
	 * The call that an event is about, or {@code null} if it was cancelled.
	 * @throws NonDeterminismError if the code has made no such call
	 */
	private @Nullable PendingLocal pending(HistoryEvent event, long localId, String activityType) {
		String expected = "local activity " + localId + ", " + activityType;
		if (localId > this.calls) {
			throw mismatched(event, expected,
					(this.calls == 0) ? "no call of a local activity" : "only " + this.calls + " of such calls");
		}
		PendingLocal local = this.context.pending().local(localId);
		if (local != null && !new SameCommand(this.context.services().definitions()).sameActivity(activityType,
				local.scheduled().activityType())) {
			throw mismatched(event, expected, "local activity " + localId + ", " + local.scheduled().activityType());
		}
		return local;
	}

	private NonDeterminismError mismatched(HistoryEvent event, String expected, String done) {
		List<HistoryEvent> before = this.context.log()
			.agreed()
			.stream()
			.filter((agreed) -> agreed.id() < event.id())
			.toList();
		return new NonDeterminismError(event.id(), expected, done, before, List.of(event));
	}

}
