package dev.holdfast.engine.client;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.engine.run.Endings;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import org.jspecify.annotations.Nullable;

/** Takes executions back to an event of their past. */
final class Resets {

	private static final int MAX_TRIES = 100;

	private final Store store;

	private final RunEnvironment environment;

	private final Endings endings;

	private final Terminations terminations;

	private final RunRegistry registry;

	private final BooleanSupplier acceptsRuns;

	Resets(Store store, RunEnvironment environment, Endings endings, Terminations terminations, RunRegistry registry,
			BooleanSupplier acceptsRuns) {
		this.store = store;
		this.environment = environment;
		this.endings = endings;
		this.terminations = terminations;
		this.registry = registry;
		this.acceptsRuns = acceptsRuns;
	}

	/**
	 * Resets a run.
	 * @return the run that is made of it
	 */
	UUID reset(StoredExecution from, long toEvent, String reason) {
		for (int i = 0; i < MAX_TRIES; i++) {
			StoredExecution last = last(from);
			UUID made = this.store.claims().find(last.runId()) != null ? resetOpen(from, last.runId(), toEvent, reason)
					: resetClosed(from, last, toEvent, reason);
			if (made != null) {
				return made;
			}
		}
		throw new IllegalStateException("Workflow '" + from.workflowId()
				+ "' was not reset: it went on all the time while that was tried. Try again.");
	}

	/** The end of the chain: what is made of a run of it goes on from there. */
	private StoredExecution last(StoredExecution from) {
		StoredExecution last = (from.nextRunId() != null)
				? this.store.reader().find(RunTarget.chain(from.workflowId(), from.firstRunId()))
				: this.store.reader().execution(from.runId());
		return (last != null) ? last : from;
	}

	private @Nullable UUID resetOpen(StoredExecution from, UUID open, long toEvent, String reason) {
		UUID[] made = new UUID[1];
		boolean done = this.terminations.end(open, (run) -> {
			Reset reset = Reset.of(this.store.reader(), from, from.runId().equals(open) ? run : null, toEvent);
			NewRun next = reset.run(laterRuns(from), this.environment, owner(from), reason);
			made[0] = next.runId();
			return this.endings.reset(run, "reset to event " + toEvent + (reason.isEmpty() ? "" : ": " + reason), next,
					from.runId().equals(open) ? reset.keptUntil() : 0);
		});
		return done ? made[0] : null;
	}

	private @Nullable UUID resetClosed(StoredExecution from, StoredExecution last, long toEvent, String reason) {
		NewRun next = Reset.of(this.store.reader(), from, null, toEvent)
			.run(laterRuns(from), this.environment, owner(from), reason);
		if (this.store.starts().goOn(last.runId(), next, this.registry.birthOf(next, true))) {
			return next.runId();
		}
		StoredExecution current = this.store.reader().find(RunTarget.latest(from.workflowId()));
		if (current != null && current.status().isOpen() && !current.firstRunId().equals(from.firstRunId())) {
			throw new WorkflowAlreadyStartedException(from.workflowId(), current.runId().toString(),
					"another execution with this id is running, so the one that has closed cannot be reset. Terminate"
							+ " the running one first.");
		}
		return null;
	}

	/** The runs of the chain after one, in order. */
	private List<UUID> laterRuns(StoredExecution from) {
		List<UUID> later = new ArrayList<>();
		StoredExecution run = from;
		while (run != null && run.nextRunId() != null) {
			later.add(run.nextRunId());
			UUID next = run.nextRunId();
			run = this.store.reader().execution(next);
			if (run == null) {
				throw new IllegalArgumentException("Workflow '" + from.workflowId() + "' cannot be reset to run "
						+ from.runId() + ": run " + next + " of it, which came after that, was deleted, and what was"
						+ " said to it could not be said again. Reset a later run.");
			}
		}
		return later;
	}

	private @Nullable UUID owner(StoredExecution from) {
		boolean accepted = this.acceptsRuns.getAsBoolean() && this.registry.hasRoom();
		return accepted ? this.environment.ownerAtBirth(from.taskQueue(), from.workflowType()) : null;
	}

}
