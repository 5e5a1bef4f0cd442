package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.CancellationScope;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation scope: what was begun in it and the scopes within it, in the order in
 * which they came.
 */
final class ScopeNode implements CancellationScope {

	private final Set<Consumer<String>> cancellables = new LinkedHashSet<>();

	private final List<ScopeNode> children = new ArrayList<>();

	private @Nullable String cancelReason;

	ScopeNode child() {
		ScopeNode child = new ScopeNode();
		child.cancelReason = this.cancelReason;
		this.children.add(child);
		return child;
	}

	/** A scope that cancellation from above does not reach. */
	static ScopeNode detached() {
		return new ScopeNode();
	}

	void leave(ScopeNode child) {
		this.children.remove(child);
	}

	void register(Consumer<String> cancellable) {
		this.cancellables.add(cancellable);
	}

	void unregister(Consumer<String> cancellable) {
		this.cancellables.remove(cancellable);
	}

	@Override
	public void cancel(String reason) {
		if (this.cancelReason != null) {
			return;
		}
		this.cancelReason = reason;
		List<Consumer<String>> toCancel = List.copyOf(this.cancellables);
		this.cancellables.clear();
		toCancel.forEach((cancellable) -> cancellable.accept(reason));
		List.copyOf(this.children).forEach((child) -> child.cancel(reason));
	}

	@Override
	public boolean isCancellationRequested() {
		return this.cancelReason != null;
	}

	void throwIfCanceled() {
		if (this.cancelReason != null) {
			throw new CanceledFailure(this.cancelReason);
		}
	}

}
