package dev.holdfast.spi;

import org.jspecify.annotations.Nullable;

/** Which workflow run the current thread executes code of. */
public final class CurrentWorkflow {

	private static final ThreadLocal<@Nullable WorkflowRuntime> CURRENT = new ThreadLocal<>();

	private CurrentWorkflow() {
	}

	public static @Nullable WorkflowRuntime get() {
		return CURRENT.get();
	}

	/** Binds a run to the current thread, or unbinds it with {@code null}. */
	public static void set(@Nullable WorkflowRuntime runtime) {
		if (runtime == null) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(runtime);
		}
	}

}
