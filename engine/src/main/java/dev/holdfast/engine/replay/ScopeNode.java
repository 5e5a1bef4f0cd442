package dev.holdfast.engine.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.holdfast.failure.CanceledFailure;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation scope: what was begun in it and the scopes within it, in the order in
 * which they came. A scope knows those within it only as long as something is to be
 * cancelled there, so that scopes that code has left cost nothing.
 */
final class ScopeNode {

	private final @Nullable ScopeNode outer;

	private final Set<Consumer<String>> cancellables = new LinkedHashSet<>();

	private final Set<ScopeNode> inner = new LinkedHashSet<>();

	private @Nullable DurablePromise<String> cancellation;

	private @Nullable String cancelReason;

	private ScopeNode(@Nullable ScopeNode outer) {
		this.outer = outer;
	}

	ScopeNode child() {
		return new ScopeNode(this);
	}

	/** A scope that cancellation from above does not reach. */
	static ScopeNode detached() {
		return new ScopeNode(null);
	}

	void register(Consumer<String> cancellable) {
		boolean wasEmpty = isEmpty();
		this.cancellables.add(cancellable);
		if (wasEmpty && this.outer != null) {
			this.outer.attach(this);
		}
	}

	void unregister(Consumer<String> cancellable) {
		if (this.cancellables.remove(cancellable)) {
			detachIfEmpty();
		}
	}

	private void attach(ScopeNode child) {
		boolean wasEmpty = isEmpty();
		this.inner.add(child);
		if (wasEmpty && this.outer != null) {
			this.outer.attach(this);
		}
	}

	private void detachIfEmpty() {
		if (isEmpty() && this.outer != null && this.outer.inner.remove(this)) {
			this.outer.detachIfEmpty();
		}
	}

	/** Whether there is nothing in it that could be cancelled. */
	boolean isEmpty() {
		return this.cancellables.isEmpty() && this.inner.isEmpty()
				&& (this.cancellation == null || this.cancellation.isCompleted());
	}

	/** What completes when it is cancelled, before anything in it is. */
	DurablePromise<String> cancellation(RunContext context) {
		DurablePromise<String> promise = this.cancellation;
		if (promise == null) {
			promise = new DurablePromise<>(context);
			promise.completedByCode();
			boolean wasEmpty = isEmpty();
			this.cancellation = promise;
			String reason = reason();
			if (reason != null) {
				promise.complete(() -> reason);
			}
			else if (wasEmpty && this.outer != null) {
				this.outer.attach(this);
			}
		}
		return promise;
	}

	void cancel(String reason) {
		if (!isCancellationRequested()) {
			spread(reason);
		}
	}

	private void spread(String reason) {
		if (this.cancelReason != null) {
			return;
		}
		this.cancelReason = reason;
		if (this.cancellation != null) {
			this.cancellation.complete(() -> reason);
		}
		List<Consumer<String>> toCancel = List.copyOf(this.cancellables);
		List<ScopeNode> within = List.copyOf(this.inner);
		this.cancellables.clear();
		this.inner.clear();
		detachIfEmpty();
		toCancel.forEach((cancellable) -> cancellable.accept(reason));
		within.forEach((child) -> child.spread(reason));
	}

	boolean isCancellationRequested() {
		return reason() != null;
	}

	@Nullable String reason() {
		if (this.cancelReason != null) {
			return this.cancelReason;
		}
		return (this.outer != null) ? this.outer.reason() : null;
	}

	void throwIfCanceled() {
		String reason = reason();
		if (reason != null) {
			throw new CanceledFailure(reason);
		}
	}

}
