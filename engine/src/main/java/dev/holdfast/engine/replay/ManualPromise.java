package dev.holdfast.engine.replay;

import dev.holdfast.workflow.CompletablePromise;
import org.jspecify.annotations.Nullable;

/** A promise that the code of the run completes. */
final class ManualPromise<T extends @Nullable Object> extends DurablePromise<T> implements CompletablePromise<T> {

	private final RunContext context;

	ManualPromise(RunContext context) {
		super(context);
		this.context = context;
		completedByCode();
	}

	@Override
	public boolean complete(T result) {
		this.context.requireMayChange("CompletablePromise.complete");
		return complete(() -> result);
	}

	@Override
	public boolean fail(RuntimeException failure) {
		this.context.requireMayChange("CompletablePromise.fail");
		return super.fail(failure);
	}

}
