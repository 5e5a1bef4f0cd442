package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Who waits for runs to close, and for requests to come further. A hint: whoever waits
 * also looks at the database now and then. Thread-safe.
 */
public final class ResultWaiters {

	private final Map<UUID, CompletableFuture<@Nullable ClosedRun>> waiting = new ConcurrentHashMap<>();

	private final Map<UUID, Map<String, CompletableFuture<@Nullable Void>>> requests = new ConcurrentHashMap<>();

	private final Set<UUID> announced = ConcurrentHashMap.newKeySet();

	private final Executor threads;

	private volatile Elsewhere elsewhere = Elsewhere.NOBODY;

	/** Who knows of those that wait on other nodes. */
	public interface Elsewhere {

		/** There are no others. */
		Elsewhere NOBODY = new Elsewhere() {

			@Override
			public void awaited(UUID runId) {
				// nobody to tell
			}

			@Override
			public void further(UUID runId, boolean closed) {
				// nobody waits
			}

		};

		/** Somebody here waits for a run. */
		void awaited(UUID runId);

		/** A run has closed here, or a request of it has come further. */
		void further(UUID runId, boolean closed);

	}

	/**
	 * Creates it.
	 * @param threads where those go on who wait
	 */
	public ResultWaiters(Executor threads) {
		this.threads = threads;
	}

	/** Sets who knows of those that wait on other nodes. */
	public void elsewhere(Elsewhere others) {
		this.elsewhere = others;
	}

	/** Somebody is going to wait for a run, which may be another node's. */
	public void announce(UUID runId) {
		if (this.announced.add(runId)) {
			this.elsewhere.awaited(runId);
		}
	}

	/** Completes when a request comes further on this node, or its run closes. */
	public CompletableFuture<@Nullable Void> of(UUID runId, String request) {
		List<CompletableFuture<@Nullable Void>> found = new ArrayList<>(1);
		this.requests.compute(runId, (id, known) -> {
			Map<String, CompletableFuture<@Nullable Void>> all = (known != null) ? known : new HashMap<>();
			found.add(all.computeIfAbsent(request, (key) -> new CompletableFuture<>()));
			return all;
		});
		return found.get(0);
	}

	/** Nobody waits for the request any more. */
	public void forget(UUID runId, String request) {
		this.announced.remove(runId);
		take(runId, request);
	}

	/** A request has come further. */
	public void progressed(UUID runId, String request) {
		CompletableFuture<@Nullable Void> future = take(runId, request);
		if (future != null) {
			future.completeAsync(() -> null, this.threads);
		}
		this.elsewhere.further(runId, false);
	}

	private @Nullable CompletableFuture<@Nullable Void> take(UUID runId, String request) {
		List<CompletableFuture<@Nullable Void>> taken = new ArrayList<>(1);
		this.requests.computeIfPresent(runId, (id, all) -> {
			CompletableFuture<@Nullable Void> future = all.remove(request);
			if (future != null) {
				taken.add(future);
			}
			return all.isEmpty() ? null : all;
		});
		return taken.isEmpty() ? null : taken.get(0);
	}

	/**
	 * Completes when a run closes on this node, with how it ended; or with {@code null}
	 * if that is for the database to say.
	 */
	public CompletableFuture<@Nullable ClosedRun> of(UUID runId) {
		return this.waiting.computeIfAbsent(runId, (id) -> new CompletableFuture<>());
	}

	/** Whoever waited for the run has found out. */
	public void forget(UUID runId) {
		this.announced.remove(runId);
		tell(runId, null); // others may wait for it too
	}

	/** A run has closed. */
	public void closed(UUID runId, @Nullable ClosedRun how) {
		wake(runId, how);
		this.elsewhere.further(runId, true);
	}

	/**
	 * A run of another node has come further, or one has left this node; whoever waits
	 * for it should look.
	 */
	public void wake(UUID runId) {
		wake(runId, null);
	}

	private void wake(UUID runId, @Nullable ClosedRun how) {
		this.announced.remove(runId);
		tell(runId, how);
		Map<String, CompletableFuture<@Nullable Void>> open = this.requests.remove(runId);
		if (open != null) {
			open.values().forEach((each) -> each.completeAsync(() -> null, this.threads));
		}
	}

	private void tell(UUID runId, @Nullable ClosedRun how) {
		CompletableFuture<@Nullable ClosedRun> future = this.waiting.remove(runId);
		if (future != null) {
			future.completeAsync(() -> how, this.threads);
		}
	}

}
