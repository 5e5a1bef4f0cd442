package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import dev.holdfast.client.WorkflowContinuedAsNewException;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowResultTimeoutException;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.history.RunAttributes.WorkflowTimedOut;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the results of executions: woken when they close on this node, and looking
 * now and then otherwise.
 */
final class Results {

	private final Store store;

	private final PayloadMapper payloads;

	private final ResultWaiters waiters;

	private final Executor threads;

	private final EngineThreads seam;

	private final BooleanSupplier works;

	Results(Store store, PayloadMapper payloads, ResultWaiters waiters, Executor threads, EngineThreads seam,
			BooleanSupplier works) {
		this.store = store;
		this.payloads = payloads;
		this.waiters = waiters;
		this.threads = threads;
		this.seam = seam;
		this.works = works;
	}

	/**
	 * Waits for a result.
	 * @param timeout for how long, or {@code null} for as long as it takes
	 */
	@Nullable Object await(RunTarget target, Type type, @Nullable Duration timeout) {
		String workflowId = target.workflowId();
		UUID runId = find(target).runId();
		Wait wait = new Wait(this.seam, "the result of workflow '" + workflowId + "'", timeout);
		while (true) {
			CompletableFuture<@Nullable Void> closed = this.waiters.of(runId);
			StoredExecution execution = find(workflowId, runId);
			if (!execution.status().isOpen()) {
				this.waiters.forget(runId);
				UUID next = follows(target, execution);
				if (next == null) {
					return read(execution, type);
				}
				runId = next;
				wait.beginAnew();
				continue;
			}
			if (timeout == null) {
				requireWorking(workflowId);
			}
			else if (wait.isOver()) {
				throw new WorkflowResultTimeoutException(workflowId, timeout);
			}
			this.waiters.announce(runId);
			wait.pause(closed);
		}
	}

	/**
	 * To wait without end while this node does nothing would most often be to wait for
	 * ever.
	 */
	private void requireWorking(String workflowId) {
		if (!this.works.getAsBoolean()) {
			throw new IllegalStateException("The result of workflow '" + workflowId
					+ "' was waited for, but the engine of"
					+ " this node does not work: it begins when the application is ready, after its runners, and ends"
					+ " with it. Ask after ApplicationReadyEvent, use resultAsync(), or result(timeout).");
		}
	}

	/** The result when there is one. */
	CompletableFuture<@Nullable Object> later(RunTarget target, Type type) {
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		lookLater(target, find(target).runId(), type, result, Wait.FIRST_LOOK_MILLIS);
		return result;
	}

	/** The run in which the result is to be looked for instead, or {@code null}. */
	private static @Nullable UUID follows(RunTarget target, StoredExecution closed) {
		return (target.runId() == null) ? closed.nextRunId() : null;
	}

	private void lookLater(RunTarget target, UUID runId, Type type, CompletableFuture<@Nullable Object> result,
			long look) {
		this.threads.execute(() -> {
			try {
				CompletableFuture<@Nullable Void> closed = this.waiters.of(runId);
				StoredExecution execution = find(target.workflowId(), runId);
				UUID next = execution.status().isOpen() ? null : follows(target, execution);
				if (next != null) {
					this.waiters.forget(runId);
					lookLater(target, next, type, result, Wait.FIRST_LOOK_MILLIS);
				}
				else if (!execution.status().isOpen()) {
					this.waiters.forget(runId);
					result.complete(read(execution, type));
				}
				else if (!result.isDone()) {
					this.waiters.announce(runId);
					Wait.later(this.seam, closed, look, (longer) -> lookLater(target, runId, type, result, longer));
				}
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
	}

	private StoredExecution find(RunTarget target) {
		StoredExecution execution = this.store.reader().find(target);
		if (execution == null) {
			throw new WorkflowNotFoundException(target.workflowId());
		}
		return execution;
	}

	private StoredExecution find(String workflowId, UUID runId) {
		StoredExecution execution = this.store.reader().execution(runId);
		if (execution == null) {
			throw new WorkflowNotFoundException(workflowId);
		}
		return execution;
	}

	private @Nullable Object read(StoredExecution execution, Type type) {
		StoredEvent stored = this.store.reader().event(execution.runId(), execution.historyLength());
		if (stored == null) {
			throw new UnreadableHistoryException("Run " + execution.runId() + " has closed as " + execution.status()
					+ ", but its last event, " + execution.historyLength() + ", is missing", null);
		}
		HistoryEvent last = this.store.reader().decode(execution.runId(), stored);
		byte[] data = last.data();
		FailureRecord failure = switch (last.type()) {
			case WORKFLOW_COMPLETED -> null;
			case WORKFLOW_FAILED, WORKFLOW_CANCELED -> ((WorkflowFailed) last.attributes()).failure();
			case WORKFLOW_TERMINATED -> Failures.terminated(((WorkflowTerminated) last.attributes()).reason());
			case WORKFLOW_TIMED_OUT -> Failures.timeout(((WorkflowTimedOut) last.attributes()).timeout(),
					"workflow " + execution.workflowType(), null);
			case WORKFLOW_CONTINUED_AS_NEW -> throw new WorkflowContinuedAsNewException(execution.workflowId(),
					execution.runId().toString(), ((WorkflowContinuedAsNew) last.attributes()).nextRunId().toString());
			default -> throw new UnreadableHistoryException(
					"The last event of run " + execution.runId() + " is " + last.type() + ", which closes nothing",
					null);
		};
		if (failure != null) {
			throw new WorkflowFailedException(execution.workflowId(), execution.runId().toString(),
					execution.workflowType(), execution.status(), Failures.toFailure(failure, this.payloads));
		}
		return this.payloads.read((data != null) ? data : PayloadMapper.NULL, type,
				"The result of workflow '" + execution.workflowId() + "'");
	}

}
