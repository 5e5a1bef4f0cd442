package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.interceptor.AwaitRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** Timers and waits of the code of a run. */
final class TimerCommands {

	private static final long MAX_TIMER_MICROS = Micros.of(Duration.ofDays(36_525));

	private final RunContext context;

	TimerCommands(RunContext context) {
		this.context = context;
	}

	Promise<@Nullable Void> timer(Duration duration, @Nullable String summary) {
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::timer, duration, (changed) -> startTimer(changed, summary).promise());
	}

	private TimerHandle startTimer(Duration duration, @Nullable String summary) {
		Coroutine coroutine = this.context.coroutine("Starting a timer");
		coroutine.scope().throwIfCanceled();
		long micros = requireTimer(duration);
		this.context.pending().requireRoom("timers");
		HistoryEvent event = this.context.log()
			.record(new TimerStarted(micros, this.context.services().clock().micros() + micros, summary), null);
		if (((TimerStarted) event.attributes()).duration() != micros) {
			this.context.services().changedInput().inputChanged(this.context.identity(), event, null);
		}
		DurablePromise<Object> promise = new DurablePromise<>(this.context);
		PendingItem<TimerStarted> item = new PendingItem<>(event, (TimerStarted) event.attributes(), promise,
				Void.class, coroutine.scope());
		item.cancelWith((reason) -> cancelTimer(item, reason));
		this.context.pending().addTimer(item);
		return new TimerHandle(item);
	}

	private void cancelTimer(PendingItem<TimerStarted> item, String reason) {
		this.context.log().record(new TimerCanceled(item.id()), null);
		this.context.pending().removeTimer(item.id());
		item.step(PendingItem.Cause.CANCEL);
		item.promise().fail(new CanceledFailure(reason));
	}

	private record TimerHandle(PendingItem<TimerStarted> item) {

		@SuppressWarnings("unchecked")
		Promise<@Nullable Void> promise() {
			return (Promise<@Nullable Void>) (Promise<?>) this.item.promise();
		}

	}

	static long requireTimer(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("A workflow cannot sleep for a negative time: " + duration);
		}
		if (duration.compareTo(Duration.ofDays(36_525)) > 0) {
			throw new IllegalArgumentException("A workflow can sleep for at most 100 years, not for " + duration);
		}
		return Math.min(Micros.of(duration), MAX_TIMER_MICROS);
	}

	void sleep(Duration duration) {
		this.context.services()
			.interceptors()
			.outbound()
			.value(WorkflowOutboundInterceptor::sleep, duration, (changed) -> {
				if (requireTimer(changed) == 0) {
					this.context.block("Workflows.sleep", () -> true);
				}
				else {
					startTimer(changed, null).promise().get();
				}
				return null;
			});
	}

	void await(BooleanSupplier condition) {
		await(new AwaitRequest(null, condition));
	}

	boolean await(Duration timeout, BooleanSupplier condition) {
		return await(new AwaitRequest(Objects.requireNonNull(timeout, "timeout"), condition));
	}

	private boolean await(AwaitRequest request) {
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::await, request, (call) -> {
				if ((call.timeout() == null) != (request.timeout() == null)) {
					throw new IllegalStateException(
							"An interceptor has given Workflows.await a timeout or taken it away."
									+ " Whoever waits without one does not ask whether the condition holds.");
				}
				return await("Workflows.await", call.timeout(), false,
						() -> this.context.readOnly("a condition of Workflows.await", call.condition()::getAsBoolean));
			});
	}

	/** Blocks until something is granted, which counts more than a cancellation. */
	boolean awaitGrant(String call, @Nullable Duration timeout, BooleanSupplier granted) {
		return await(call, timeout, true, granted);
	}

	/**
	 * Blocks until a condition holds, time is up, or the scope is cancelled.
	 * @param timeout how long, or {@code null} for as long as it takes
	 * @param grants whether the condition counts more than a cancellation: what was
	 * granted to who waits is his
	 * @return whether the condition holds
	 */
	private boolean await(String call, @Nullable Duration timeout, boolean grants, BooleanSupplier condition) {
		Coroutine coroutine = this.context.coroutine(call);
		ScopeNode scope = coroutine.scope();
		scope.throwIfCanceled();
		if (condition.getAsBoolean()) {
			return true;
		}
		PendingItem<TimerStarted> timer = (timeout != null) ? startTimer(timeout, null).item() : null;
		RuntimeException[] thrown = new RuntimeException[1];
		boolean[] holds = new boolean[1];
		coroutine.block(() -> "waits in " + call, () -> {
			if (!grants && scope.isCancellationRequested()) {
				return true;
			}
			try {
				holds[0] = condition.getAsBoolean();
			}
			catch (RuntimeException ex) {
				thrown[0] = ex;
			}
			return holds[0] || thrown[0] != null || scope.isCancellationRequested()
					|| (timer != null && timer.promise().isCompleted());
		});
		if (timer != null && timer.isOpen()) {
			cancelTimer(timer, "nobody waits for it any more");
		}
		if (thrown[0] != null) {
			throw thrown[0];
		}
		if (!holds[0]) {
			scope.throwIfCanceled();
		}
		return holds[0];
	}

}
