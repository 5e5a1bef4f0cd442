package dev.holdfast.workflow;

import java.util.Map;
import java.util.function.Supplier;

import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

/**
 * A variable of which every run has its own, for helper code that workflows share and
 * that would otherwise need a static field:
 * {@code static final WorkflowLocal<Integer> RETRIES = WorkflowLocal.withInitial(() -> 0);}
 * Its value follows from the code, like a field of the workflow, and is not stored.
 *
 * @param <T> the type of the value
 */
public final class WorkflowLocal<T extends @Nullable Object> {

	private final Supplier<? extends T> initial;

	private WorkflowLocal(Supplier<? extends T> initial) {
		this.initial = initial;
	}

	/** A variable that begins in each run with what the supplier gives. */
	public static <T extends @Nullable Object> WorkflowLocal<T> withInitial(Supplier<? extends T> initial) {
		return new WorkflowLocal<>(initial);
	}

	/**
	 * The value in the current run.
	 * @throws IllegalStateException if the thread executes no workflow code
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public T get() {
		Map<Object, @Nullable Object> values = values();
		if (!values.containsKey(this)) {
			values.put(this, this.initial.get());
		}
		return (T) values.get(this);
	}

	/**
	 * Changes the value in the current run.
	 * @throws IllegalStateException if the thread executes no workflow code
	 */
	public void set(T value) {
		values().put(this, value);
	}

	private static Map<Object, @Nullable Object> values() {
		WorkflowRuntime runtime = CurrentWorkflow.get();
		if (runtime == null) {
			throw new IllegalStateException("A WorkflowLocal belongs to workflow code; this thread executes none.");
		}
		return runtime.locals();
	}

}
