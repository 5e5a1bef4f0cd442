package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import org.jspecify.annotations.Nullable;

/** How long the code of a run may keep its threads, and what was given up. */
public final class CodeLimits {

	private static final long DEFAULT_TASK_TIMEOUT_MICROS = 10_000_000;

	private final RunIdentity identity;

	private final String workflowType;

	private final WatchedCode watched;

	private final CoroutineScheduler scheduler;

	CodeLimits(RunIdentity identity, String workflowType, WatchedCode watched, CoroutineScheduler scheduler) {
		this.identity = identity;
		this.workflowType = workflowType;
		this.watched = watched;
		this.scheduler = scheduler;
	}

	/** How long a task may take, in nanoseconds; known before it has begun. */
	static long ofTask(@Nullable WorkflowStarted started, List<HistoryEvent> inbound) {
		WorkflowStarted attributes = started;
		if (attributes == null && !inbound.isEmpty() && inbound.get(0).attributes() instanceof WorkflowStarted first) {
			attributes = first;
		}
		Long timeout = (attributes != null) ? attributes.timing().taskTimeout() : null;
		return 1000 * ((timeout != null) ? timeout : DEFAULT_TASK_TIMEOUT_MICROS);
	}

	/**
	 * Sets who goes on with the run if the thread that drives it is given up: told on
	 * another thread, and the one given up gets a {@link CodeGivenUp} if it ever comes
	 * back.
	 */
	public void whenGivenUp(Consumer<GivenUp> listener) {
		this.watched.whenGivenUp(listener);
	}

	/**
	 * Whether code of the run that was given up is still running: no other code of the
	 * run must run meanwhile, unless it was only to answer a query.
	 */
	public boolean hasRunaway() {
		return this.watched.takenThread() != null || this.scheduler.runawayThread() != null;
	}

	/** The reason why a task cannot be executed while such code runs. */
	public TaskFailedException stillRunning() {
		Thread thread = this.scheduler.runawayThread();
		if (thread == null) {
			thread = this.watched.takenThread();
		}
		return new TaskFailedException(TaskTimeoutException.stillRunning((thread == null) ? "has just ended"
				: KeptThread.of(this.identity, this.workflowType, "", thread, Duration.ZERO).describe()));
	}

	/**
	 * Refuses to begin while too much code of this type that was given up is still
	 * running on this node.
	 */
	public void requireRoom() throws TaskFailedException {
		if (!this.watched.hasRoom(false)) {
			throw new TaskFailedException(TaskTimeoutException.noRoom(this.workflowType));
		}
	}

	/** Refuses to begin another query while too many that were given up are running. */
	void requireRoomForQuery() {
		if (!this.watched.hasRoom(true)) {
			throw new WorkflowQueryException("This node answers no more queries of workflow " + this.workflowType
					+ " for now: too many threads are held by queries of it that took too long", null);
		}
	}

}
