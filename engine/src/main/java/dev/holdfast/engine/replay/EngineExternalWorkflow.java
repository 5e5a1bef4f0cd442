package dev.holdfast.engine.replay;

import java.util.UUID;

import dev.holdfast.method.MethodReference;
import dev.holdfast.workflow.ExternalWorkflow;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** Another execution, as the code of a run sees it. */
record EngineExternalWorkflow<W>(ExternalCommands commands, String workflowId,
		@Nullable UUID run) implements ExternalWorkflow<W> {

	@Override
	public @Nullable String runId() {
		return (this.run != null) ? this.run.toString() : null;
	}

	@Override
	public Promise<@Nullable Void> signalAsync(String signal, @Nullable Object... arguments) {
		return this.commands.signal(this.workflowId, this.run, signal, arguments);
	}

	@Override
	public Promise<@Nullable Void> signalAsync(MethodReference method, @Nullable Object[] arguments) {
		return this.commands.signal(this.workflowId, this.run, method, arguments);
	}

	@Override
	public Promise<@Nullable Void> cancelAsync(String reason) {
		return this.commands.cancel(this.workflowId, this.run, reason);
	}

}
