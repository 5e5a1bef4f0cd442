package dev.holdfast.workflow;

import java.util.Map;
import java.util.function.Supplier;

import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A variable of which every run, or every coroutine of a run, has its own, for helper
 * code that workflows share and that would otherwise need a static field:
 * {@code static final WorkflowLocal<Integer> RETRIES = WorkflowLocal.withInitial(() -> 0);}
 * Its value follows from the code, like a field of the workflow, and is not stored.
 *
 * @param <T> the type of the value
 */
public final class WorkflowLocal<T extends @Nullable Object> {

	private final Supplier<? extends T> initial;

	private final boolean perCoroutine;

	private WorkflowLocal(Supplier<? extends T> initial, boolean perCoroutine) {
		this.initial = initial;
		this.perCoroutine = perCoroutine;
	}

	/** A variable that begins in each run with what the supplier gives. */
	public static <T extends @Nullable Object> WorkflowLocal<T> withInitial(Supplier<? extends T> initial) {
		return new WorkflowLocal<>(initial, false);
	}

	/**
	 * A variable that begins in each coroutine with what the supplier gives: in the
	 * workflow method, in each handler of a message, in each {@link Workflows#async}, and
	 * in each callback of a promise. What one of them sets the others do not see. Code
	 * that is in none, which are constructors, queries and the conditions of
	 * {@link Workflows#await}, sees what it begins with and must not set it.
	 */
	public static <T extends @Nullable Object> WorkflowLocal<T> perCoroutine(Supplier<? extends T> initial) {
		return new WorkflowLocal<>(initial, true);
	}

	/**
	 * The value in the current run or coroutine.
	 * @throws IllegalStateException if the thread executes no workflow code
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public T get() {
		Map<Object, @Nullable Object> values = values();
		if (values == null) {
			return this.initial.get();
		}
		if (!values.containsKey(this)) {
			values.put(this, this.initial.get());
		}
		return (T) values.get(this);
	}

	/**
	 * Changes the value in the current run or coroutine.
	 * @throws IllegalStateException if the thread executes no workflow code, or if every
	 * coroutine has its own and the code is in none
	 */
	public void set(T value) {
		Map<Object, @Nullable Object> values = values();
		if (values == null) {
			throw new IllegalStateException("Every coroutine has this variable for itself, and this code is in none:"
					+ " constructors, queries and conditions cannot set it.");
		}
		values.put(this, value);
	}

	private @Nullable Map<Object, @Nullable Object> values() {
		WorkflowRuntime runtime = CurrentWorkflow.get();
		if (runtime == null) {
			throw new IllegalStateException("A WorkflowLocal belongs to workflow code; this thread executes none.");
		}
		return this.perCoroutine ? runtime.coroutineLocals() : runtime.locals();
	}

}
