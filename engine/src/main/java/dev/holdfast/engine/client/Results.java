package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import dev.holdfast.client.WorkflowContinuedAsNewException;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowResultTimeoutException;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.ClosedRun;
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

	private final Predicate<UUID> isHere;

	/**
	 * Creates it.
	 * @param works whether this node works at all
	 * @param isHere whether this node has a run, so that it will hear of its end
	 */
	Results(Store store, PayloadMapper payloads, ResultWaiters waiters, Executor threads, EngineThreads seam,
			BooleanSupplier works, Predicate<UUID> isHere) {
		this.store = store;
		this.payloads = payloads;
		this.waiters = waiters;
		this.threads = threads;
		this.seam = seam;
		this.works = works;
		this.isHere = isHere;
	}

	/**
	 * Waits for a result.
	 * @param known a run of the target, which may be the one that is open
	 * @param timeout for how long, or {@code null} for as long as it takes
	 */
	@Nullable Object await(RunTarget target, UUID known, Type type, @Nullable Duration timeout) {
		String workflowId = target.workflowId();
		UUID runId = first(target, known);
		Wait wait = new Wait(this.seam, "the result of workflow '" + workflowId + "'", timeout);
		boolean looks = false;
		while (true) {
			CompletableFuture<@Nullable ClosedRun> closing = this.waiters.of(runId);
			boolean here = !looks && this.isHere.test(runId); // in this order: so it will
																// be told
			ClosedRun closed = here ? null : look(workflowId, runId);
			if (closed == null) {
				if (timeout == null) {
					requireWorking(workflowId);
				}
				else if (!here && wait.isOver()) {
					throw new WorkflowResultTimeoutException(workflowId, timeout);
				}
				closed = pause(wait, closing, runId, here);
				looks = here;
			}
			if (closed != null) {
				this.waiters.forget(runId);
				UUID next = follows(target, closed);
				if (next == null) {
					return read(workflowId, runId, closed, type);
				}
				runId = next;
				looks = false;
				wait.beginAnew();
			}
		}
	}

	/** Answers how the run has ended if it does so here meanwhile. */
	private @Nullable ClosedRun pause(Wait wait, CompletableFuture<@Nullable ClosedRun> closing, UUID runId,
			boolean here) {
		if (here) {
			wait.pauseLong(closing);
		}
		else {
			this.waiters.announce(runId);
			wait.pause(closing);
		}
		return closing.getNow(null);
	}

	/** The run with which to begin: one that is here is the open one. */
	private UUID first(RunTarget target, UUID known) {
		return this.isHere.test(known) ? known : find(target).runId();
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

	/**
	 * The result when there is one.
	 * @param known a run of the target, which may be the one that is open
	 */
	CompletableFuture<@Nullable Object> later(RunTarget target, UUID known, Type type) {
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		lookLater(target, first(target, known), type, result, Wait.FIRST_LOOK_MILLIS);
		return result;
	}

	/** The run in which the result is to be looked for instead, or {@code null}. */
	private static @Nullable UUID follows(RunTarget target, ClosedRun closed) {
		return (target.runId() == null) ? closed.nextRunId() : null;
	}

	private void lookLater(RunTarget target, UUID runId, Type type, CompletableFuture<@Nullable Object> result,
			long look) {
		this.threads.execute(() -> {
			try {
				CompletableFuture<@Nullable ClosedRun> closing = this.waiters.of(runId);
				ClosedRun closed = look(target.workflowId(), runId);
				UUID next = (closed != null) ? follows(target, closed) : null;
				if (next != null) {
					this.waiters.forget(runId);
					lookLater(target, next, type, result, Wait.FIRST_LOOK_MILLIS);
				}
				else if (closed != null) {
					this.waiters.forget(runId);
					result.complete(read(target.workflowId(), runId, closed, type));
				}
				else if (!result.isDone()) {
					boolean here = this.isHere.test(runId);
					if (!here) {
						this.waiters.announce(runId);
					}
					Wait.later(this.seam, closing, here ? Wait.LONGEST_LOOK_MILLIS : look,
							(longer) -> lookLater(target, runId, type, result, here ? look : longer));
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

	/** How a run has ended, or {@code null} if it has not. */
	private @Nullable ClosedRun look(String workflowId, UUID runId) {
		StoredExecution execution = this.store.reader().execution(runId);
		if (execution == null) {
			throw new WorkflowNotFoundException(workflowId);
		}
		if (execution.status().isOpen()) {
			return null;
		}
		StoredEvent last = this.store.reader().event(runId, execution.historyLength());
		if (last == null) {
			throw new UnreadableHistoryException("Run " + runId + " has closed as " + execution.status()
					+ ", but its last event, " + execution.historyLength() + ", is missing", null);
		}
		return new ClosedRun(execution.status(), execution.workflowType(), execution.nextRunId(), last);
	}

	private @Nullable Object read(String workflowId, UUID runId, ClosedRun closed, Type type) {
		HistoryEvent last = this.store.reader().decode(runId, closed.last());
		byte[] data = last.data();
		if (last.attributes() instanceof WorkflowContinuedAsNew continued) {
			throw new WorkflowContinuedAsNewException(workflowId, runId.toString(), continued.nextRunId().toString());
		}
		FailureRecord failure = Failures.ofEnd(last, closed.workflowType());
		if (failure != null) {
			throw new WorkflowFailedException(workflowId, runId.toString(), closed.workflowType(), closed.status(),
					Failures.toFailure(failure, this.payloads));
		}
		return this.payloads.read((data != null) ? data : PayloadMapper.NULL, type,
				"The result of workflow '" + workflowId + "'");
	}

}
