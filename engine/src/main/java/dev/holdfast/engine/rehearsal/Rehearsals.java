package dev.holdfast.engine.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.payload.ChangedPaths;
import dev.holdfast.engine.rehearsal.Rehearsal.ChangedInput;
import dev.holdfast.engine.replay.HistoryDiff;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * Replays what executions have done so far with the code of this node, and says whether
 * it still does the same. Nothing is written, no activity is called, and whoever owns a
 * run does not notice. Thread-safe.
 */
public final class Rehearsals {

	private static final long PATIENCE_MICROS = TimeUnit.SECONDS.toMicros(10);

	private final Store store;

	private final RunServices services;

	private final EngineThreads threads;

	private final Executor tasks;

	public Rehearsals(Store store, RunServices services, EngineThreads threads, Executor tasks) {
		this.store = store;
		this.services = services;
		this.threads = threads;
		this.tasks = tasks;
	}

	/** Replays an execution as far as it has come, open or closed. */
	public Rehearsal of(StoredExecution execution) {
		WorkflowDefinition definition = this.services.definitions().workflow(execution.workflowType());
		if (definition == null) {
			return failed(execution, 0, "this application has no workflow of its type");
		}
		List<HistoryEvent> history;
		try {
			history = hasBegun(execution)
					? this.store.reader().decode(execution.runId(), this.store.reader().history(execution.runId()))
					: List.of();
		}
		catch (UnreadableHistoryException ex) {
			return failed(execution, 0, String.valueOf(ex.getMessage()));
		}
		return replay(definition, execution, history);
	}

	/** The first task of a run may have been sent by who has not its code. */
	private boolean hasBegun(StoredExecution execution) {
		if (execution.status() != WorkflowStatus.RUNNING && execution.status() != WorkflowStatus.STUCK) {
			return true;
		}
		StoredRun run = this.store.claims().find(execution.runId());
		return run == null || run.lastTask() > 0;
	}

	private Rehearsal replay(WorkflowDefinition definition, StoredExecution execution, List<HistoryEvent> history) {
		List<ChangedInput> changed = new ArrayList<>();
		ChangedPaths paths = new ChangedPaths(this.services.payloads().json());
		RunServices listening = this.services
			.telling((run, recorded, given) -> changed.add(new ChangedInput(recorded.id(),
					recorded.attributes().identity(), paths.between(recorded.data(), given))));
		WorkflowInstance instance = new WorkflowInstance(new RunIdentity(execution.workflowId(), execution.runId()),
				definition, listening);
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		instance.limits().whenGivenUp((what) -> done.completeExceptionally(what.cause()));
		this.tasks.execute(() -> {
			try {
				instance.replay(history);
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
			finally {
				instance.destroy();
			}
		});
		return outcome(done, execution, history.size(), changed);
	}

	private Rehearsal outcome(CompletableFuture<@Nullable Void> done, StoredExecution execution, int events,
			List<ChangedInput> changed) {
		try {
			if (!this.threads.await(done, PATIENCE_MICROS)) {
				return failed(execution, events, "its code did not come to an end within "
						+ TimeUnit.MICROSECONDS.toSeconds(PATIENCE_MICROS) + " s");
			}
			done.get();
			return new Rehearsal(execution.workflowId(), execution.runId(), execution.workflowType(), events, null,
					null, null, List.copyOf(changed));
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			HistoryDiff diff = (cause instanceof TaskFailedException failed) ? failed.diff() : null;
			return (diff != null)
					? new Rehearsal(execution.workflowId(), execution.runId(), execution.workflowType(), events, diff,
							recordedBy(execution.runId(), diff.eventId()), null, List.copyOf(changed))
					: failed(execution, events, String.valueOf(cause.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return failed(execution, events, "it was interrupted");
		}
	}

	/** The last build that said so before the event is over. */
	private @Nullable String recordedBy(UUID runId, long eventId) {
		String build = null;
		Long task = null;
		for (StoredEvent event : this.store.reader().history(runId)) {
			if (event.eventId() > eventId && task != null && event.task() != task) {
				break;
			}
			String recorded = this.store.reader().build(runId, event);
			build = (recorded != null) ? recorded : build;
			task = (event.eventId() >= eventId && task == null) ? (Long) event.task() : task;
		}
		return build;
	}

	private static Rehearsal failed(StoredExecution execution, int events, String failure) {
		return new Rehearsal(execution.workflowId(), execution.runId(), execution.workflowType(), events, null, null,
				failure, List.of());
	}

	/** The same for the run with an id, or {@code null} if there is none. */
	public @Nullable Rehearsal of(UUID runId) {
		StoredExecution execution = this.store.reader().execution(runId);
		return (execution != null) ? of(execution) : null;
	}

}
