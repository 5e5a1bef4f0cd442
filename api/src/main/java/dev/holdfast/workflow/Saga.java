package dev.holdfast.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.holdfast.method.Method0;
import dev.holdfast.method.Method1;
import dev.holdfast.method.Method2;
import dev.holdfast.method.Method3;
import dev.holdfast.method.Method4;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import org.jspecify.annotations.Nullable;

/**
 * What must be undone if a sequence of steps fails halfway. Each step adds its
 * compensation; {@link #compensate()} runs them, last one first.
 *
 * <pre>{@code
 * Saga saga = new Saga();
 * try {
 *     saga.addCompensation(Stock::release, order);
 *     stock.reserve(order);
 *     saga.addCompensation(Payments::refund, order);
 *     payments.charge(order);
 * }
 * catch (WorkflowFailure failure) {
 *     saga.compensate();
 *     throw failure;
 * }
 * }</pre>
 *
 * A compensation that is added before its step must bear that the step has done nothing.
 * Compensations run detached: the cancellation of the execution does not reach them. For
 * workflow code of one run.
 */
public final class Saga {

	private final Deque<Runnable> compensations = new ArrayDeque<>();

	private boolean parallel;

	private boolean continueWithError = true;

	/** Whether all compensations run at once; by default one after the other. */
	public Saga parallel(boolean parallel) {
		this.parallel = parallel;
		return this;
	}

	/**
	 * Whether the others still run when one fails, which is the default. Parallel ones do
	 * in any case.
	 */
	public Saga continueWithError(boolean continueWithError) {
		this.continueWithError = continueWithError;
		return this;
	}

	/** Adds a compensation. */
	public Saga addCompensation(Runnable compensation) {
		this.compensations.push(compensation);
		return this;
	}

	/** Adds a call of an activity. */
	public <T, R extends @Nullable Object> Saga addCompensation(Method0<T, R> method) {
		return addCompensation(() -> Workflows.activity(method).execute());
	}

	/** Adds a call of an activity. */
	public <T> Saga addCompensation(VoidMethod0<T> method) {
		return addCompensation(() -> Workflows.activity(method).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, R extends @Nullable Object> Saga addCompensation(Method1<T, A, R> method,
			A a) {
		return addCompensation(() -> Workflows.activity(method, a).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object> Saga addCompensation(VoidMethod1<T, A> method, A a) {
		return addCompensation(() -> Workflows.activity(method, a).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> Saga addCompensation(
			Method2<T, A, B, R> method, A a, B b) {
		return addCompensation(() -> Workflows.activity(method, a, b).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, B extends @Nullable Object> Saga addCompensation(VoidMethod2<T, A, B> method,
			A a, B b) {
		return addCompensation(() -> Workflows.activity(method, a, b).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> Saga addCompensation(
			Method3<T, A, B, C, R> method, A a, B b, C c) {
		return addCompensation(() -> Workflows.activity(method, a, b, c).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> Saga addCompensation(
			VoidMethod3<T, A, B, C> method, A a, B b, C c) {
		return addCompensation(() -> Workflows.activity(method, a, b, c).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> Saga addCompensation(
			Method4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
		return addCompensation(() -> Workflows.activity(method, a, b, c, d).execute());
	}

	/** Adds a call of an activity. */
	public <T, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> Saga addCompensation(
			VoidMethod4<T, A, B, C, D> method, A a, B b, C c, D d) {
		return addCompensation(() -> Workflows.activity(method, a, b, c, d).execute());
	}

	/**
	 * Runs the compensations that have not been run, and waits for them.
	 * @throws RuntimeException what a compensation failed with; what further ones failed
	 * with is suppressed in it
	 */
	public void compensate() {
		List<Runnable> toRun = new ArrayList<>(this.compensations);
		this.compensations.clear();
		if (!toRun.isEmpty()) {
			Workflows.detached(() -> {
				if (this.parallel) {
					compensateAtOnce(toRun);
				}
				else {
					compensateInOrder(toRun);
				}
			});
		}
	}

	private void compensateInOrder(List<Runnable> toRun) {
		RuntimeException failed = null;
		for (Runnable compensation : toRun) {
			try {
				compensation.run();
			}
			catch (RuntimeException ex) {
				failed = join(failed, ex);
				if (!this.continueWithError) {
					break;
				}
			}
		}
		throwIfFailed(failed);
	}

	private static void compensateAtOnce(List<Runnable> toRun) {
		List<Promise<@Nullable Void>> running = new ArrayList<>();
		for (Runnable compensation : toRun) {
			running.add(Workflows.async(compensation));
		}
		RuntimeException failed = null;
		for (Promise<@Nullable Void> one : running) {
			try {
				one.get();
			}
			catch (RuntimeException ex) {
				failed = join(failed, ex);
			}
		}
		throwIfFailed(failed);
	}

	private static RuntimeException join(@Nullable RuntimeException first, RuntimeException next) {
		if (first == null) {
			return next;
		}
		if (first != next) {
			first.addSuppressed(next);
		}
		return first;
	}

	private static void throwIfFailed(@Nullable RuntimeException failed) {
		if (failed != null) {
			throw failed;
		}
	}

}
