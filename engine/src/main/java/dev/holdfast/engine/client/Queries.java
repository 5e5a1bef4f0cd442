package dev.holdfast.engine.client;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.holdfast.HoldfastException;
import dev.holdfast.client.QueryRejectCondition;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowQueryRejectedException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries: from the memory of this node if it has the run, otherwise by replaying
 * the history for the occasion, be the run open elsewhere or closed.
 */
final class Queries {

	private static final long PATIENCE_SECONDS = 30;

	private static final long MESSAGE_PATIENCE_SECONDS = 10;

	private static final Set<WorkflowStatus> NOT_CLEAN = Set.of(WorkflowStatus.FAILED, WorkflowStatus.CANCELED,
			WorkflowStatus.TERMINATED, WorkflowStatus.TIMED_OUT);

	private final Store store;

	private final RunServices services;

	private final RunRegistry registry;

	private final EngineThreads threads;

	private final Executor tasks;

	Queries(Store store, RunServices services, RunRegistry registry, EngineThreads threads, Executor tasks) {
		this.store = store;
		this.services = services;
		this.registry = registry;
		this.threads = threads;
		this.tasks = tasks;
	}

	byte[] query(StoredExecution execution, String name, byte[] arguments, QueryRejectCondition rejection) {
		String workflowId = execution.workflowId();
		UUID runId = execution.runId();
		if (isRejected(execution.status(), rejection)) {
			throw new WorkflowQueryRejectedException(workflowId, execution.status(), rejection);
		}
		WorkflowDefinition definition = this.services.definitions().workflow(execution.workflowType());
		if (definition == null) {
			throw new WorkflowQueryException("This application has no workflow " + execution.workflowType()
					+ ", so it cannot answer a query of '" + workflowId + "'", null);
		}
		if (execution.status().isOpen()) {
			letMessagesArrive(runId);
		}
		byte[] answer = fromMemory(workflowId, runId, name, arguments);
		return (answer != null) ? answer : byReplay(definition, execution, name, arguments);
	}

	private static boolean isRejected(WorkflowStatus status, QueryRejectCondition rejection) {
		return switch (rejection) {
			case NONE -> false;
			case NOT_OPEN -> !status.isOpen();
			case NOT_COMPLETED_CLEANLY -> NOT_CLEAN.contains(status);
		};
	}

	/**
	 * Who has sent a message and asks then sees what it did. A run that is here is told
	 * of what it may not know yet; otherwise the history must have it, for which there is
	 * patience as long as the run makes progress.
	 */
	private void letMessagesArrive(UUID runId) {
		Set<String> waiting = new HashSet<>(this.store.reader().waitingKeys(runId));
		if (this.registry.owns(runId)) {
			if (!waiting.isEmpty()) {
				this.store.reader().allMessages(List.of(runId)).forEach(this.registry::deliver);
			}
			return;
		}
		long end = this.threads.nanoTime() + TimeUnit.SECONDS.toNanos(MESSAGE_PATIENCE_SECONDS);
		long pause = 2;
		while (this.threads.nanoTime() < end) {
			StoredRun run = this.store.claims().find(runId);
			if (run == null || run.stuck() || run.failedTasks() > 0 || (waiting.isEmpty() && run.lastTask() > 0)) {
				return;
			}
			this.registry.hint(runId);
			pause(pause);
			pause = Math.min(pause * 2, 100);
			waiting.retainAll(this.store.reader().waitingKeys(runId));
		}
	}

	private void pause(long millis) {
		try {
			this.threads.sleep(TimeUnit.MILLISECONDS.toMicros(millis));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkflowQueryException("Interrupted while a query was being answered", ex);
		}
	}

	private byte @Nullable [] fromMemory(String workflowId, UUID runId, String name, byte[] arguments) {
		CompletableFuture<byte[]> answer = this.registry.query(runId, name, arguments);
		if (answer == null) {
			return null;
		}
		try {
			if (this.threads.await(answer, TimeUnit.SECONDS.toMicros(PATIENCE_SECONDS))) {
				return answer.get();
			}
		}
		catch (CancellationException ex) {
			return null;
		}
		catch (ExecutionException ex) {
			throw failed(workflowId, name, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkflowQueryException("Interrupted while a query was being answered", ex);
		}
		throw new WorkflowQueryException("Query '" + name + "' of workflow '" + workflowId
				+ "' was not answered within " + PATIENCE_SECONDS + " s: its code has been running all the time", null);
	}

	private byte[] byReplay(WorkflowDefinition definition, StoredExecution execution, String name, byte[] arguments) {
		String workflowId = execution.workflowId();
		try {
			// the row first: a history that is read later is at least as long
			StoredRun run = this.store.claims().find(execution.runId());
			List<HistoryEvent> history = this.store.reader()
				.decode(execution.runId(), this.store.reader().history(execution.runId()));
			if (run != null && run.lastTask() == 0) {
				throw new WorkflowQueryException("Workflow '" + workflowId
						+ "' has not begun yet, so there is nothing to" + " query. Ask again in a moment.", null);
			}
			WorkflowInstance instance = new WorkflowInstance(new RunIdentity(workflowId, execution.runId()), definition,
					this.services);
			instance.limits().requireRoom();
			return answer(instance, history, name, arguments);
		}
		catch (TaskFailedException | UnreadableHistoryException ex) {
			throw new WorkflowQueryException("The history of workflow '" + workflowId
					+ "' could not be replayed to answer query '" + name + "': " + ex.getMessage(), ex);
		}
		catch (Throwable ex) {
			throw failed(workflowId, name, ex);
		}
	}

	/**
	 * Asks on another thread than the caller's, which waits no longer than the code may
	 * take.
	 */
	private byte[] answer(WorkflowInstance instance, List<HistoryEvent> history, String name, byte[] arguments)
			throws Throwable {
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		instance.limits().whenGivenUp((what) -> answer.completeExceptionally(what.cause()));
		this.tasks.execute(() -> {
			try {
				instance.replay(history);
				answer.complete(instance.query(name, arguments));
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
			finally {
				instance.destroy();
			}
		});
		try {
			this.threads.await(answer, Long.MAX_VALUE);
			return answer.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkflowQueryException("Interrupted while a query was being answered", ex);
		}
	}

	private static HoldfastException failed(String workflowId, String name, Throwable cause) {
		if (cause instanceof WorkflowQueryException known) {
			return known;
		}
		return new WorkflowQueryException(
				"Query '" + name + "' of workflow '" + workflowId + "' failed: " + cause.getMessage(), cause);
	}

}
