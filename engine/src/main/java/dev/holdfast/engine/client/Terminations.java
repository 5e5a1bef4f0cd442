package dev.holdfast.engine.client;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.time.EngineClock;
import org.jspecify.annotations.Nullable;

/** Ends runs from outside, whoever owns them and whatever state they are in. */
final class Terminations {

	private static final int MAX_TRIES = 1000;

	private final Store store;

	private final EventCodec codec;

	private final EngineClock clock;

	private final RunRegistry registry;

	Terminations(Store store, EventCodec codec, EngineClock clock, RunRegistry registry) {
		this.store = store;
		this.codec = codec;
		this.clock = clock;
		this.registry = registry;
	}

	/** Ends a run; of no effect if it has closed. */
	void terminate(UUID runId, String reason) {
		for (int i = 0; i < MAX_TRIES; i++) {
			StoredRun run = this.store.claims().find(runId);
			if (run == null) {
				return;
			}
			CommitOutcome.Kind outcome = tryOnce(run, reason);
			if (outcome == CommitOutcome.Kind.COMMITTED) {
				return;
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

	private CommitOutcome.Kind tryOnce(StoredRun run, String reason) {
		long now = this.clock.micros();
		WorkflowTerminated terminated = new WorkflowTerminated(reason);
		RunCommit commit = new RunCommit(run);
		commit.event(this.store.reader()
			.encode(run.runId(), new HistoryEvent(run.nextEventId(), run.lastTask() + 1, now, terminated, null)));
		commit.closeForced(WorkflowStatus.TERMINATED, now, this.codec.isConfidential() ? null : reason);
		StoredExecution execution = this.store.reader().execution(run.runId());
		tellFamily(run, execution, terminated, commit);
		long startedAt = (execution != null) ? execution.startedAt() : now;
		CompletableFuture<CommitOutcome> done = new CompletableFuture<>();
		this.store.committer().submit(commit, (outcome) -> {
			if (outcome.kind() == CommitOutcome.Kind.COMMITTED) {
				this.registry.terminated(run, commit, outcome, startedAt);
			}
			done.complete(outcome);
		});
		try {
			return done.get(30, TimeUnit.SECONDS).kind();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while run " + run.runId() + " was being terminated", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The termination of run " + run.runId() + " was not written in time", ex);
		}
	}

	private void tellFamily(StoredRun run, @Nullable StoredExecution execution, WorkflowTerminated terminated,
			RunCommit commit) {
		UUID parentRunId = (execution != null) ? execution.parentRunId() : null;
		Long parentEventId = (execution != null) ? execution.parentEventId() : null;
		if (parentRunId != null && parentEventId != null) {
			commit.send(message(parentRunId, "child:" + parentEventId,
					new ChildFailed(parentEventId, Failures.terminated(terminated.reason()))));
		}
		try {
			PendingScan pending = new PendingScan(
					this.store.reader().decode(run.runId(), this.store.reader().history(run.runId())));
			pending.children().forEach((child) -> tellChild(child, commit));
		}
		catch (UnreadableHistoryException ex) {
			// its children cannot be known; the run must be endable all the same
		}
	}

	private void tellChild(ChildInitiated child, RunCommit commit) {
		switch (child.parentClosePolicy()) {
			case TERMINATE ->
				commit.send(message(child.runId(), "terminate", new WorkflowTerminated("its parent was terminated")));
			case REQUEST_CANCEL ->
				commit.send(message(child.runId(), "parent-closed", new CancelRequested("its parent was terminated")));
			case ABANDON -> {
				// it goes on by itself
			}
		}
	}

	private StoredMessage message(UUID runId, String key, EventAttributes attributes) {
		return StoredMessage.of(runId, key, this.store.order(), this.codec, attributes, null);
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(10);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a run was being terminated", ex);
		}
	}

}
