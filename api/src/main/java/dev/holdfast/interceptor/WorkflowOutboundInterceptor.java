package dev.holdfast.interceptor;

import java.lang.reflect.Type;
import java.time.Duration;

import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds what workflow code asks of the engine. It runs as workflow code does, on
 * replay too: it must be deterministic, and keep no state of its own. A change of what it
 * does is a change of the workflows. Beans of this type are called in their order, the
 * first one outermost.
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

	/** A timer, of {@code sleep} too. */
	default Promise<@Nullable Void> timer(Duration duration, Chain<Duration, Promise<@Nullable Void>> chain) {
		return chain.proceed(duration);
	}

	/** A side effect, whose value has the given type; the answer is the value. */
	default @Nullable Object sideEffect(Type type, Chain<Type, @Nullable Object> chain) {
		return chain.proceed(type);
	}

}
