package dev.holdfast.engine.interception;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.holdfast.interceptor.ActivityExecution;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ActivityInterceptor.ActivityChain;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.StartRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import org.jspecify.annotations.Nullable;

/** The interceptors of the application, each kind in its order. Thread-safe. */
public record Interceptors(List<WorkflowClientInterceptor> clients, List<WorkflowInboundInterceptor> inbound,
		List<WorkflowOutboundInterceptor> outbound, List<ActivityInterceptor> activities) {

	/** No interceptors. */
	public static final Interceptors NONE = new Interceptors(List.of(), List.of(), List.of(), List.of());

	public Interceptors {
		clients = List.copyOf(clients);
		inbound = List.copyOf(inbound);
		outbound = List.copyOf(outbound);
		activities = List.copyOf(activities);
	}

	/** A method of an interceptor that answers something. */
	@FunctionalInterface
	public interface Around<I, C, R> {

		R call(I interceptor, C call, Chain<C, R> chain);

	}

	/** A method of an interceptor that answers a value, or nothing. */
	@FunctionalInterface
	public interface AroundValue<I, C> {

		@Nullable Object call(I interceptor, C call, Chain<C, @Nullable Object> chain);

	}

	/** A start by a client. */
	public String start(StartRequest request, Chain<StartRequest, String> end) {
		return link(this.clients, 0, WorkflowClientInterceptor::start, end).proceed(request);
	}

	/** Another call of a client. */
	public <C> @Nullable Object client(AroundValue<WorkflowClientInterceptor, C> around, C call,
			Function<C, @Nullable Object> end) {
		return linkValue(this.clients, 0, around, end).proceed(call);
	}

	/** A call of workflow code. */
	public <C> @Nullable Object inbound(AroundValue<WorkflowInboundInterceptor, C> around, C call,
			Function<C, @Nullable Object> end) {
		return linkValue(this.inbound, 0, around, end).proceed(call);
	}

	/** A call of workflow code that answers a promise. */
	public <C, R> R outbound(Around<WorkflowOutboundInterceptor, C, R> around, C call, Chain<C, R> end) {
		return link(this.outbound, 0, around, end).proceed(call);
	}

	/** A side effect of workflow code. */
	public @Nullable Object sideEffect(Type type, Function<Type, @Nullable Object> end) {
		return linkValue(this.outbound, 0, WorkflowOutboundInterceptor::sideEffect, end).proceed(type);
	}

	/** An attempt of an activity. */
	public @Nullable Object activity(ActivityExecution attempt, ActivityChain end) throws Throwable {
		return link(0, end).proceed(attempt);
	}

	private static <I, C, R> Chain<C, R> link(List<I> interceptors, int index, Around<I, C, R> around,
			Chain<C, R> end) {
		if (index == interceptors.size()) {
			return end;
		}
		Chain<C, R> rest = link(interceptors, index + 1, around, end);
		return (call) -> Objects.requireNonNull(
				around.call(interceptors.get(index), Objects.requireNonNull(call, "call"), rest),
				() -> interceptors.get(index).getClass().getName() + " answers null");
	}

	@SuppressWarnings("NullAway") // what a chain answers may be null if its type says so
	private static <I, C> Chain<C, @Nullable Object> linkValue(List<I> interceptors, int index,
			AroundValue<I, C> around, Function<C, @Nullable Object> end) {
		if (index == interceptors.size()) {
			return end::apply;
		}
		Chain<C, @Nullable Object> rest = linkValue(interceptors, index + 1, around, end);
		return (call) -> around.call(interceptors.get(index), Objects.requireNonNull(call, "call"), rest);
	}

	private ActivityChain link(int index, ActivityChain end) {
		if (index == this.activities.size()) {
			return end;
		}
		ActivityChain rest = link(index + 1, end);
		return (attempt) -> this.activities.get(index).execute(Objects.requireNonNull(attempt, "attempt"), rest);
	}

}
