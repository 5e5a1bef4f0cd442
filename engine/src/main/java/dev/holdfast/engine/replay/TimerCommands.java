package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.failure.CanceledFailure;
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
			.outbound(WorkflowOutboundInterceptor::timer, duration,
					(changed) -> startTimer(changed, summary).promise());
	}

	private TimerHandle startTimer(Duration duration, @Nullable String summary) {
		Coroutine coroutine = this.context.coroutine("Starting a timer");
		coroutine.scope().throwIfCanceled();
		long micros = requireTimer(duration);
		this.context.pending().requireRoom("timers");
		HistoryEvent event = this.context.log()
			.record(new TimerStarted(micros, this.context.services().clock().micros() + micros, summary), null);
		if (((TimerStarted) event.attributes()).duration() != micros) {
			this.context.services().changedInput().inputChanged(this.context.identity(), event);
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
		if (requireTimer(duration) == 0) {
			this.context.coroutine("Workflows.sleep").block(() -> true);
			return;
		}
		timer(duration, null).get();
	}

	void await(BooleanSupplier condition) {
		Coroutine coroutine = this.context.coroutine("Workflows.await");
		coroutine.scope().throwIfCanceled();
		if (!holds(condition)) {
			awaitChange(coroutine, condition, () -> false);
		}
	}

	boolean await(Duration timeout, BooleanSupplier condition) {
		Coroutine coroutine = this.context.coroutine("Workflows.await");
		coroutine.scope().throwIfCanceled();
		if (holds(condition)) {
			return true;
		}
		PendingItem<TimerStarted> timer = startTimer(timeout, null).item();
		awaitChange(coroutine, condition, timer.promise()::isCompleted);
		boolean holds = holds(condition);
		if (timer.isOpen()) {
			cancelTimer(timer, "the condition holds");
		}
		return holds;
	}

	/**
	 * Blocks until something is granted, time is up, or the scope is cancelled. A grant
	 * counts more than the others.
	 * @return whether it was granted
	 */
	boolean awaitGrant(String call, @Nullable Duration timeout, BooleanSupplier granted) {
		Coroutine coroutine = this.context.coroutine(call);
		ScopeNode scope = coroutine.scope();
		scope.throwIfCanceled();
		if (granted.getAsBoolean()) {
			return true;
		}
		PendingItem<TimerStarted> timer = (timeout != null) ? startTimer(timeout, null).item() : null;
		coroutine.block(() -> granted.getAsBoolean() || scope.isCancellationRequested()
				|| (timer != null && timer.promise().isCompleted()));
		if (timer != null && timer.isOpen()) {
			cancelTimer(timer, "it came in time");
		}
		if (granted.getAsBoolean()) {
			return true;
		}
		scope.throwIfCanceled();
		return false;
	}

	/** Blocks until the user's condition holds, time is up, or the scope is cancelled. */
	private void awaitChange(Coroutine coroutine, BooleanSupplier condition, BooleanSupplier timeIsUp) {
		ScopeNode scope = coroutine.scope();
		RuntimeException[] thrown = new RuntimeException[1];
		coroutine.block(() -> {
			if (scope.isCancellationRequested() || timeIsUp.getAsBoolean()) {
				return true;
			}
			try {
				return holds(condition);
			}
			catch (RuntimeException ex) {
				thrown[0] = ex;
				return true;
			}
		});
		if (thrown[0] != null) {
			throw thrown[0];
		}
		scope.throwIfCanceled();
	}

	private boolean holds(BooleanSupplier condition) {
		return this.context.readOnly("a condition of Workflows.await", condition::getAsBoolean);
	}

}
