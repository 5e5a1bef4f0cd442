package dev.holdfast.engine.client;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.holdfast.engine.Backoff;
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

	private static final long FIRST_PAUSE_MICROS = 5000;

	private static final long LONGEST_PAUSE_MICROS = 250_000;

	private static final long PATIENCE_SECONDS = 10;

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
		Backoff backoff = new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, this.threads);
		long end = this.threads.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (true) {
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
			if (this.threads.nanoTime() >= end) {
				throw new IllegalStateException(
						"Run " + runId + " was not terminated within " + PATIENCE_SECONDS + " s: " + inTheWay(outcome));
			}
			pause(backoff.next());
		}
	}

	/** Who holds the rows cannot be told from here. */
	private static String inTheWay(CommitOutcome.Kind outcome) {
		return (outcome == CommitOutcome.Kind.BUSY)
				? "another transaction has had its rows locked. It is one that sends a message to the execution and is"
						+ " still open, or one of a node or worker that stands still. Try again when it has ended, or end"
						+ " it in the database."
				: "it went on, or changed hands, each time that was tried. Try again.";
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

	private void pause(long micros) {
		try {
			this.threads.sleep(micros);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a run was being terminated", ex);
		}
	}

}
