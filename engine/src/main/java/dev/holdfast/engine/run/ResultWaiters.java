package dev.holdfast.engine.run;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Who waits for runs to close. A hint: whoever waits also looks at the database now and
 * then. Thread-safe.
 */
public final class ResultWaiters {

	private final Map<UUID, CompletableFuture<@Nullable Void>> waiting = new ConcurrentHashMap<>();

	/** Completes when a run closes on this node. */
	public CompletableFuture<@Nullable Void> of(UUID runId) {
		return this.waiting.computeIfAbsent(runId, (id) -> new CompletableFuture<>());
	}

	/** Nobody waits for the run any more. */
	public void forget(UUID runId) {
		this.waiting.remove(runId);
	}

	/** A run has closed. */
	public void closed(UUID runId) {
		CompletableFuture<@Nullable Void> future = this.waiting.remove(runId);
		if (future != null) {
			future.completeAsync(() -> null);
		}
	}

}
