package dev.holdfast.engine.client;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.run.Endings;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredRun;

/** Ends runs from outside, whoever owns them and whatever state they are in. */
final class Terminations {

	private static final int MAX_TRIES = 1000;

	private static final long PAUSE_MICROS = 10_000;

	private static final long WRITTEN_WITHIN_MICROS = TimeUnit.SECONDS.toMicros(30);

	private final Store store;

	private final Endings endings;

	private final RunRegistry registry;

	private final EngineThreads threads;

	Terminations(Store store, Endings endings, RunRegistry registry, EngineThreads threads) {
		this.store = store;
		this.endings = endings;
		this.registry = registry;
		this.threads = threads;
	}

	/** Terminates a run; of no effect if it has closed. */
	void terminate(UUID runId, String reason) {
		end(runId, (run) -> this.endings.terminated(run, reason));
	}

	/**
	 * Terminates a run and gives its workflow id to another one, in one commit.
	 * @return whether it was open
	 */
	boolean replace(UUID runId, String reason, NewRun other) {
		return end(runId, (run) -> {
			RunCommit commit = this.endings.terminated(run, reason);
			commit.giveWayTo(other);
			return commit;
		});
	}

	/**
	 * Ends a run.
	 * @param ending what ends it, made of how it is; asked again if it has gone on
	 * @return whether it was open
	 */
	boolean end(UUID runId, Function<StoredRun, RunCommit> ending) {
		for (int i = 0; i < MAX_TRIES; i++) {
			StoredRun run = this.store.claims().find(runId);
			if (run == null) {
				return false;
			}
			CommitOutcome.Kind outcome = tryOnce(run, ending.apply(run));
			if (outcome == CommitOutcome.Kind.COMMITTED) {
				return true;
			}
			if (outcome == CommitOutcome.Kind.ABORTED) {
				throw new IllegalStateException("The engine is stopped, so run " + runId + " was not terminated");
			}
			pause();
		}
		throw new IllegalStateException(
				"Run " + runId + " was not terminated: a transaction that sends it a message has"
						+ " been open all the time. Try again when it has ended.");
	}

	private CommitOutcome.Kind tryOnce(StoredRun run, RunCommit commit) {
		StoredExecution execution = this.store.reader().execution(run.runId());
		long startedAt = (execution != null) ? execution.startedAt() : 0;
		CompletableFuture<CommitOutcome> done = new CompletableFuture<>();
		this.store.committer().submit(commit, (outcome) -> {
			if (outcome.kind() == CommitOutcome.Kind.COMMITTED) {
				this.registry.terminated(run, commit, outcome, startedAt);
			}
			done.complete(outcome);
		});
		try {
			if (this.threads.await(done, WRITTEN_WITHIN_MICROS)) {
				return done.join().kind();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while run " + run.runId() + " was being terminated", ex);
		}
		throw new IllegalStateException("The termination of run " + run.runId() + " was not written in time");
	}

	private void pause() {
		try {
			this.threads.sleep(PAUSE_MICROS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a run was being terminated", ex);
		}
	}

}
