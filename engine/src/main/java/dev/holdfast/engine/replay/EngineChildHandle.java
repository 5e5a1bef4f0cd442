package dev.holdfast.engine.replay;

import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.method.MethodReference;
import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** A child that the code of a run has started. */
record EngineChildHandle<R extends @Nullable Object>(ExternalCommands commands, ChildInitiated child,
		Promise<R> result) implements ChildHandle<R> {

	@Override
	public String workflowId() {
		return this.child.workflowId();
	}

	@Override
	public String runId() {
		return this.child.runId().toString();
	}

	@Override
	public Promise<@Nullable Void> signalAsync(String signal, @Nullable Object... arguments) {
		return this.commands.signal(this.child.workflowId(), this.child.runId(), signal, arguments);
	}

	@Override
	public Promise<@Nullable Void> signalAsync(MethodReference method, @Nullable Object[] arguments) {
		return this.commands.signal(this.child.workflowId(), this.child.runId(), method, arguments);
	}

}
