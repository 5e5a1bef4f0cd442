package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The promise of a run. It is completed by events, before code runs, or by code; a stored
 * result is read as the declared type only when code asks for it.
 */
final class DurablePromise<T extends @Nullable Object> implements Promise<T> {

	private final RunContext context;

	private final List<Runnable> listeners = new ArrayList<>(1);

	private @Nullable Supplier<T> result;

	private @Nullable RuntimeException failure;

	DurablePromise(RunContext context) {
		this.context = context;
	}

	/**
	 * Completes it with a value that is read when it is asked for; of no effect if it is
	 * completed.
	 */
	void complete(Supplier<T> result) {
		if (!isCompleted()) {
			this.result = result;
			tellListeners();
		}
	}

	/** Fails it; of no effect if it is completed. */
	void fail(RuntimeException failure) {
		if (!isCompleted()) {
			this.failure = failure;
			tellListeners();
		}
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
			this.context.block("Promise.get()", this::isCompleted);
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
			durable(promise).whenCompleted(() -> {
				RuntimeException failed = promise.failure();
				if (failed != null) {
					any.fail(failed);
				}
				else {
					any.complete(promise::get);
				}
			});
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
