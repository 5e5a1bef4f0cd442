package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.WaitInTransactionException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.client.WorkflowUpdateException.Reason;
import dev.holdfast.client.WorkflowUpdateTimeoutException;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.UpdateCompleted;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.store.RequestKeys;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredRequest;
import dev.holdfast.engine.store.StoredRequest.Stage;
import dev.holdfast.engine.time.EngineClock;
import org.jspecify.annotations.Nullable;

/**
 * Waits for updates: woken when they come further on this node, and looking now and then
 * otherwise.
 */
final class Updates {

	/** For how long a run may leave an update where it is before nobody waits for it. */
	private static final long PATIENCE_MICROS = TimeUnit.SECONDS.toMicros(30);

	private final Store store;

	private final PayloadMapper payloads;

	private final ResultWaiters waiters;

	private final Executor threads;

	private final EngineThreads seam;

	private final EngineClock clock;

	/** One update. */
	record Key(String workflowId, UUID runId, String updateId) {

		String request() {
			return RequestKeys.update(this.updateId);
		}

		@Override
		public String toString() {
			return "Update '" + this.updateId + "' of workflow '" + this.workflowId + "'";
		}

	}

	Updates(Store store, PayloadMapper payloads, ResultWaiters waiters, Executor threads, EngineThreads seam,
			EngineClock clock) {
		this.store = store;
		this.payloads = payloads;
		this.waiters = waiters;
		this.threads = threads;
		this.seam = seam;
		this.clock = clock;
	}

	void requireKnown(Key key) {
		if (this.store.reader().request(key.runId(), key.request()) == null) {
			throw new WorkflowUpdateException(key.workflowId(), key.updateId(), Reason.NOT_FOUND,
					key + " was never requested of run " + key.runId() + ".", null);
		}
	}

	/** Waiting makes no sense where the request is not committed yet. */
	void requireMayWait(String call) {
		if (this.store.transactions().isCallerInTransaction()) {
			throw new WaitInTransactionException(call,
					"Request the update with startUpdate(…).start(), which joins the transaction, and ask for the"
							+ " result after it.");
		}
	}

	/**
	 * What was seen of an update.
	 *
	 * @param key where to look from now on: what a run did not take up before it closed
	 * has gone to the run that took over
	 * @param request the update if it has come so far, or {@code null} if not yet
	 */
	private record Seen(Key key, @Nullable StoredRequest request) {
	}

	/**
	 * Waits until an update has come so far.
	 * @param timeout for how long, or {@code null} for as long as it takes
	 * @throws WorkflowUpdateException if it was rejected, or the run closed before
	 */
	StoredRequest await(Key requested, UpdateStage stage, @Nullable Duration timeout) {
		Key key = requested;
		Wait wait = new Wait(this.seam, key.toString(), timeout);
		long since = this.clock.micros();
		try {
			while (true) {
				CompletableFuture<@Nullable Void> further = this.waiters.of(key.runId(), key.request());
				Seen seen = look(key, stage, since);
				if (seen.request() != null) {
					return seen.request();
				}
				if (!seen.key().equals(key)) {
					this.waiters.forget(key.runId(), key.request());
					key = seen.key();
					continue;
				}
				requireMayWait("To wait for an update");
				if (wait.isOver()) {
					throw new WorkflowUpdateTimeoutException(key.updateId(),
							key + " has not completed within " + timeout + ". It goes on; ask again later.");
				}
				this.waiters.announce(key.runId());
				wait.pause(further);
			}
		}
		finally {
			this.waiters.forget(key.runId(), key.request());
		}
	}

	/** The result when there is one. */
	CompletableFuture<@Nullable Object> later(Key key, Type type) {
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		lookLater(key, type, result, this.clock.micros(), Wait.FIRST_LOOK_MILLIS);
		return result;
	}

	private void lookLater(Key key, Type type, CompletableFuture<@Nullable Object> result, long since, long look) {
		this.threads.execute(() -> {
			try {
				CompletableFuture<@Nullable Void> further = this.waiters.of(key.runId(), key.request());
				Seen seen = look(key, UpdateStage.COMPLETED, since);
				if (seen.request() != null) {
					this.waiters.forget(key.runId(), key.request());
					result.complete(read(key, seen.request(), type));
				}
				else if (!seen.key().equals(key)) {
					this.waiters.forget(key.runId(), key.request());
					lookLater(seen.key(), type, result, since, Wait.FIRST_LOOK_MILLIS);
				}
				else if (!result.isDone()) {
					this.waiters.announce(key.runId());
					Wait.later(this.seam, further, look, (next) -> lookLater(key, type, result, since, next));
				}
			}
			catch (RuntimeException ex) {
				this.waiters.forget(key.runId(), key.request());
				result.completeExceptionally(ex);
			}
		});
	}

	private Seen look(Key key, UpdateStage stage, long since) {
		StoredRequest found = this.store.reader().request(key.runId(), key.request());
		if (!hasCome(found, stage)) {
			StoredExecution execution = this.store.reader().execution(key.runId());
			WorkflowStatus closedAs = (execution == null || execution.status().isOpen()) ? null : execution.status();
			if (closedAs == null
					&& (hasCome(found, UpdateStage.ACCEPTED) || this.clock.micros() - since < PATIENCE_MICROS)) {
				return new Seen(key, null);
			}
			if (closedAs == null) {
				throw new WorkflowUpdateTimeoutException(key.updateId(),
						key + " was requested, but for 30 s no node has taken it up. Does a node host the task queue"
								+ " and the type of the workflow, and is the execution not stuck?");
			}
			found = this.store.reader().request(key.runId(), key.request());
			if (!hasCome(found, stage)) {
				return lookAtSuccessor(key, stage, since, closedAs);
			}
		}
		if (found != null && found.stage() == Stage.REJECTED) {
			FailureRecord failure = Objects.requireNonNull(outcome(found).failure());
			throw new WorkflowUpdateException(key.workflowId(), key.updateId(), Reason.REJECTED,
					key + " (" + found.name() + ") was rejected: " + failure.message(),
					Failures.toFailure(failure, this.payloads));
		}
		return new Seen(key, found);
	}

	private Seen lookAtSuccessor(Key key, UpdateStage stage, long since, WorkflowStatus closedAs) {
		StoredRequest handedOver = this.store.reader().requestOfSuccessor(key.runId(), key.request());
		if (handedOver == null) {
			throw new WorkflowUpdateException(key.workflowId(), key.updateId(), Reason.EXECUTION_CLOSED,
					key + " did not complete: run " + key.runId() + " closed before (" + closedAs + ").", null);
		}
		return look(new Key(key.workflowId(), handedOver.runId(), key.updateId()), stage, since);
	}

	private static boolean hasCome(@Nullable StoredRequest request, UpdateStage stage) {
		if (request == null) {
			return false;
		}
		return switch (request.stage()) {
			case REQUESTED -> false;
			case ACCEPTED -> stage == UpdateStage.ACCEPTED;
			case REJECTED, COMPLETED -> true;
		};
	}

	private UpdateCompleted outcome(StoredRequest rejected) {
		return (UpdateCompleted) this.store.reader().decodeOutcome(rejected, EventType.UPDATE_COMPLETED);
	}

	/**
	 * What a completed update answers.
	 * @throws WorkflowUpdateException if its handler failed
	 */
	@Nullable Object read(Key key, StoredRequest completed, Type type) {
		StoredEvent stored = this.store.reader()
			.event(completed.runId(), Objects.requireNonNull(completed.eventId(), "a completed update has an event"));
		if (stored == null) {
			throw new UnreadableHistoryException(key + " has completed, but event " + completed.eventId() + " of run "
					+ completed.runId() + " is missing", null);
		}
		HistoryEvent event = this.store.reader().decode(completed.runId(), stored);
		FailureRecord failure = ((UpdateCompleted) event.attributes()).failure();
		if (failure != null) {
			throw new WorkflowUpdateException(key.workflowId(), key.updateId(), Reason.FAILED,
					key + " (" + completed.name() + ") failed: " + failure.message(),
					Failures.toFailure(failure, this.payloads));
		}
		byte[] data = event.data();
		return this.payloads.read((data != null) ? data : PayloadMapper.NULL, type, "The result of " + key);
	}

}
