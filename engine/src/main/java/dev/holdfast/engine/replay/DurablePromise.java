package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.holdfast.failure.TimeoutFailure;
import dev.holdfast.failure.TimeoutType;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The promise of a run. It is completed by events, before code runs, or by code; a stored
 * result is read as the declared type only when code asks for it.
 */
class DurablePromise<T extends @Nullable Object> implements Promise<T> {

	private final RunContext context;

	private final List<Runnable> listeners = new ArrayList<>(1);

	private @Nullable Supplier<T> result;

	private @Nullable RuntimeException failure;

	/**
	 * Whether code completes it, or something that it follows from: then nothing but the
	 * scope of who waits tells him of a cancellation.
	 */
	private boolean completedByCode;

	DurablePromise(RunContext context) {
		this.context = context;
	}

	/**
	 * Completes it with a value that is read when it is asked for; of no effect if it is
	 * completed.
	 */
	boolean complete(Supplier<T> result) {
		if (isCompleted()) {
			return false;
		}
		this.result = result;
		tellListeners();
		return true;
	}

	/** Fails it; of no effect if it is completed. */
	boolean fail(RuntimeException failure) {
		if (isCompleted()) {
			return false;
		}
		this.failure = failure;
		tellListeners();
		return true;
	}

	/** It follows from another one, and so does what its waiting code is woken by. */
	private void follows(DurablePromise<?> source) {
		this.completedByCode |= source.completedByCode;
	}

	void completedByCode() {
		this.completedByCode = true;
	}

	private void tellListeners() {
		List<Runnable> toTell = List.copyOf(this.listeners);
		this.listeners.clear();
		toTell.forEach(Runnable::run);
	}

	/** Runs something when this is completed: at once, if it is. */
	void whenCompleted(Runnable listener) {
		if (isCompleted()) {
			listener.run();
		}
		else {
			this.listeners.add(listener);
		}
	}

	@Override
	public T get() {
		if (!isCompleted()) {
			Coroutine coroutine = this.context.coroutine("Promise.get()");
			ScopeNode scope = coroutine.scope();
			coroutine.block(() -> "waits for " + this.context.pending().describe(this),
					() -> isCompleted() || (this.completedByCode && scope.isCancellationRequested()));
			if (!isCompleted()) {
				scope.throwIfCanceled();
			}
		}
		RuntimeException thrown = this.failure;
		if (thrown != null) {
			if (thrown instanceof WorkflowFailure) {
				thrown.setStackTrace(new Throwable().getStackTrace());
			}
			throw thrown;
		}
		return Objects.requireNonNull(this.result).get();
	}

	@Override
	public T get(Duration timeout) {
		TimerCommands.requireTimer(timeout);
		if (!isCompleted() && !this.context.timers().awaitGrant("Promise.get(timeout)", timeout, this::isCompleted)) {
			throw new TimeoutFailure(TimeoutType.WAIT, "there was no result within " + timeout, null);
		}
		return get();
	}

	@Override
	public <R extends @Nullable Object> Promise<R> thenApply(Function<? super T, ? extends R> function) {
		return derive("Promise.thenApply", (next) -> {
			R value = function.apply(get());
			next.complete(() -> value);
		});
	}

	@Override
	public <R extends @Nullable Object> Promise<R> thenCompose(
			Function<? super T, ? extends Promise<? extends R>> function) {
		return derive("Promise.thenCompose", (next) -> {
			DurablePromise<? extends R> inner = durable(function.apply(get()));
			next.follows(inner);
			inner.whenCompleted(() -> next.completeFrom(inner));
		});
	}

	@Override
	public <R extends @Nullable Object> Promise<R> handle(
			BiFunction<? super @Nullable T, ? super @Nullable RuntimeException, ? extends R> function) {
		return derive("Promise.handle", (next) -> {
			R value = (this.failure != null) ? function.apply(null, this.failure) : function.apply(get(), null);
			next.complete(() -> value);
		});
	}

	@Override
	public Promise<T> exceptionally(Function<? super RuntimeException, ? extends T> function) {
		return derive("Promise.exceptionally", (next) -> {
			RuntimeException thrown = this.failure;
			if (thrown == null) {
				next.completeFrom(this);
			}
			else {
				T value = function.apply(thrown);
				next.complete(() -> value);
			}
		});
	}

	/** A promise that a function completes once this one is completed. */
	private <R extends @Nullable Object> DurablePromise<R> derive(String call, Consumer<DurablePromise<R>> function) {
		Coroutine coroutine = this.context.coroutine(call);
		ScopeNode scope = coroutine.scope();
		DurablePromise<R> next = new DurablePromise<>(this.context);
		next.follows(this);
		Runnable code = this.context.around().inherited(() -> {
			try {
				function.accept(next);
			}
			catch (RuntimeException ex) {
				next.fail(ex);
			}
		});
		whenCompleted(() -> this.context.callback(scope, code));
		return next;
	}

	private void completeFrom(DurablePromise<? extends T> other) {
		RuntimeException failed = other.failure;
		if (failed != null) {
			fail(failed);
		}
		else {
			complete(other::get);
		}
	}

	@Override
	public boolean isCompleted() {
		return this.result != null || this.failure != null;
	}

	@Override
	public @Nullable RuntimeException failure() {
		return this.failure;
	}

	static DurablePromise<@Nullable Void> allOf(RunContext context, List<? extends Promise<?>> promises) {
		DurablePromise<@Nullable Void> all = new DurablePromise<>(context);
		int[] open = { promises.size() };
		if (promises.isEmpty()) {
			all.complete(() -> null);
		}
		for (Promise<?> promise : promises) {
			all.follows(durable(promise));
			durable(promise).whenCompleted(() -> {
				RuntimeException failed = promise.failure();
				if (failed != null) {
					all.fail(failed);
				}
				else if (--open[0] == 0) {
					all.complete(() -> null);
				}
			});
		}
		return all;
	}

	static <T extends @Nullable Object> DurablePromise<T> anyOf(RunContext context,
			List<? extends Promise<? extends T>> promises) {
		DurablePromise<T> any = new DurablePromise<>(context);
		for (Promise<? extends T> promise : promises) {
			DurablePromise<? extends T> one = durable(promise);
			any.follows(one);
			one.whenCompleted(() -> any.completeFrom(one));
		}
		return any;
	}

	private static <T extends @Nullable Object> DurablePromise<T> durable(Promise<T> promise) {
		if (promise instanceof DurablePromise<T> durable) {
			return durable;
		}
		throw new IllegalArgumentException("This is not a promise of Workflows: " + promise.getClass().getName());
	}

}
