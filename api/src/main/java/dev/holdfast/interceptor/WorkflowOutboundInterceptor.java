package dev.holdfast.interceptor;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds what workflow code asks of the engine. It runs as workflow code does, on
 * replay too: it must be deterministic, and keep no state of its own. A change of what it
 * does is a change of the workflows. Beans of this type are called in their order, the
 * first one outermost.
 *
 * <p>
 * Each call of workflow code passes one method. What an interceptor itself calls passes
 * all of them again. Of a call, what its class says may be changed; other changes have no
 * effect. What is thrown is thrown to the workflow code. What stays within the run passes
 * none: promises, queues, locks, random values, the time.
 */
public interface WorkflowOutboundInterceptor {

	/** A call of an activity; the answer is the promise of its result. */
	default Promise<Object> activity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
		return chain.proceed(request);
	}

	/** A call of a local activity; the answer is the promise of its result. */
	default Promise<Object> localActivity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
		return chain.proceed(request);
	}

	/** The start of a child workflow. */
	default ChildHandle<Object> child(ChildRequest request, Chain<ChildRequest, ChildHandle<Object>> chain) {
		return chain.proceed(request);
	}

	/** A signal to another workflow; the answer is the promise of its delivery. */
	default Promise<@Nullable Void> signal(SignalRequest request, Chain<SignalRequest, Promise<@Nullable Void>> chain) {
		return chain.proceed(request);
	}

	/**
	 * A request to cancel another workflow; the answer is the promise of its delivery.
	 */
	default Promise<@Nullable Void> cancel(CancelRequest request, Chain<CancelRequest, Promise<@Nullable Void>> chain) {
		return chain.proceed(request);
	}

	/**
	 * The end of the run, to go on as a new one. {@code proceed} never returns: it throws
	 * an error that must not be caught. Nothing may be called after it.
	 */
	default @Nullable Object continueAsNew(ContinueAsNewRequest request,
			Chain<ContinueAsNewRequest, @Nullable Object> chain) {
		return chain.proceed(request);
	}

	/** A timer that the code holds as a promise; the duration may be changed. */
	default Promise<@Nullable Void> timer(Duration duration, Chain<Duration, Promise<@Nullable Void>> chain) {
		return chain.proceed(duration);
	}

	/**
	 * A sleep, which has passed when the chain answers; the answer counts for nothing.
	 * The duration may be changed.
	 */
	default @Nullable Object sleep(Duration duration, Chain<Duration, @Nullable Object> chain) {
		return chain.proceed(duration);
	}

	/**
	 * A wait for a condition, which has ended when the chain answers; the answer is
	 * whether the condition holds, and counts if there is a timeout.
	 */
	default boolean await(AwaitRequest request, Chain<AwaitRequest, Boolean> chain) {
		return chain.proceed(request);
	}

	/**
	 * A side effect, whose value has the given type; the answer is the value. The code of
	 * the side effect does not run on replay, but this does.
	 */
	default @Nullable Object sideEffect(Type type, Chain<Type, @Nullable Object> chain) {
		return chain.proceed(type);
	}

	/** A mutable side effect; the answer is its value. */
	default @Nullable Object mutableSideEffect(MutableSideEffectRequest request,
			Chain<MutableSideEffectRequest, @Nullable Object> chain) {
		return chain.proceed(request);
	}

	/** A version that is asked for, which is the answer. */
	default int version(VersionRequest request, Chain<VersionRequest, Integer> chain) {
		return chain.proceed(request);
	}

	/**
	 * A change of the memo, by key; the answer counts for nothing. Values may be changed.
	 */
	default @Nullable Object upsertMemo(Map<String, ? extends @Nullable Object> values,
			Chain<Map<String, ? extends @Nullable Object>, @Nullable Object> chain) {
		return chain.proceed(values);
	}

	/**
	 * A change of search attributes; the answer counts for nothing. It may be changed.
	 */
	default @Nullable Object upsertSearchAttributes(List<SearchAttributeUpdate> updates,
			Chain<List<SearchAttributeUpdate>, @Nullable Object> chain) {
		return chain.proceed(updates);
	}

}
