package dev.holdfast.engine.replay;

import java.util.Optional;

import dev.holdfast.workflow.CancellationScope;
import dev.holdfast.workflow.Promise;

/**
 * A cancellation scope as code sees it. Each is equal to the others of the same scope.
 */
record RunScope(RunContext context, ScopeNode node) implements CancellationScope {

	@Override
	public void cancel(String reason) {
		this.context.requireMayChange("CancellationScope.cancel");
		this.node.cancel(reason);
	}

	@Override
	public boolean isCancellationRequested() {
		return this.node.isCancellationRequested();
	}

	@Override
	public Optional<String> reason() {
		return Optional.ofNullable(this.node.reason());
	}

	@Override
	public Promise<String> cancellation() {
		this.context.requireMayChange("CancellationScope.cancellation");
		return this.node.cancellation(this.context);
	}

	@Override
	public void throwIfCancellationRequested() {
		this.node.throwIfCanceled();
	}

	@Override
	public String toString() {
		return reason().map((reason) -> "scope, cancelled: " + reason).orElse("scope");
	}

}
