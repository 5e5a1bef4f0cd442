package dev.holdfast.engine.run;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.history.RunAttributes.WorkflowTimedOut;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * The ends of runs that come without their code, be it stuck, unreadable or owned by
 * somebody else. Thread-safe.
 */
public final class Endings {

	private final RunEnvironment environment;

	public Endings(RunEnvironment environment) {
		this.environment = environment;
	}

	/** What terminates a run, and tells its parent and its children. */
	public RunCommit terminated(StoredRun run, String reason) {
		RunCommit commit = end(run, WorkflowStatus.TERMINATED, new WorkflowTerminated(reason), reason);
		tellParent(run, Failures.terminated(reason), commit);
		pending(run).children().forEach((child) -> tellChild(child, "its parent was terminated", commit));
		return commit;
	}

	/**
	 * What terminates a run because a reset makes another one of it. The parent is not
	 * told: the other one goes on for it.
	 * @param keptUntil children that began up to this event go on
	 */
	public RunCommit reset(StoredRun run, String reason, NewRun next, long keptUntil) {
		RunCommit commit = end(run, WorkflowStatus.TERMINATED, new WorkflowTerminated(reason), reason);
		commit.goOnAs(next);
		pending(run).childrenById().forEach((event, child) -> {
			if (event > keptUntil) {
				tellChild(child, "its parent was reset to before it began", commit);
			}
		});
		return commit;
	}

	/**
	 * What ends a run that cannot be asked: it was told to terminate, or it is overdue.
	 * @return {@code null} if neither is so
	 */
	@Nullable RunCommit due(StoredRun run) {
		for (StoredMessage message : this.environment.reader().allMessages(List.of(run.runId()))) {
			if (message.eventType().equals(EventType.WORKFLOW_TERMINATED.storedName())) {
				return terminated(run, reason(message));
			}
		}
		return overdue(run);
	}

	/** What cannot be read ends the run all the same, without its reason. */
	private String reason(StoredMessage message) {
		try {
			return (this.environment.reader().decode(message).attributes() instanceof WorkflowTerminated terminated)
					? terminated.reason() : "";
		}
		catch (UnreadableHistoryException ex) {
			return "";
		}
	}

	/** What times out a run, or {@code null} if it is not overdue. */
	@Nullable RunCommit overdue(StoredRun run) {
		List<HistoryEvent> history = readable(run);
		if (history.isEmpty()) {
			return null;
		}
		HistoryEvent first = history.get(0);
		Beginning beginning = new Beginning(new Inbound(first.attributes(), first.data()), first.time());
		TimeoutType timeout = beginning.overdue(this.environment.clock().micros());
		if (timeout == null) {
			return null;
		}
		FailureRecord failure = Failures.timeout(timeout, "workflow " + run.workflowType(), null);
		NewRun next = (timeout == TimeoutType.START_TO_CLOSE)
				? new NextRuns(this.environment, new RunIdentity(run.workflowId(), run.runId())).retry(failure,
						beginning.attributes(), beginning.input())
				: null;
		RunCommit commit = end(run, WorkflowStatus.TIMED_OUT,
				new WorkflowTimedOut(timeout, (next != null) ? next.runId() : null), failure.summary());
		if (next != null) {
			commit.goOnAs(next);
		}
		else {
			tellParent(run, failure, commit);
		}
		new PendingScan(history).children().forEach((child) -> tellChild(child, "its parent timed out", commit));
		return commit;
	}

	/** When a run times out, or {@code null} if never or if that cannot be read. */
	@Nullable Long deadline(StoredRun run) {
		List<HistoryEvent> history = readable(run);
		if (history.isEmpty()) {
			return null;
		}
		HistoryEvent first = history.get(0);
		return new Beginning(new Inbound(first.attributes(), first.data()), first.time()).deadline();
	}

	private RunCommit end(StoredRun run, WorkflowStatus status, EventAttributes attributes, String summary) {
		long now = Math.max(this.environment.clock().micros(), lastTime(run));
		RunCommit commit = new RunCommit(run);
		commit.event(this.environment.reader()
			.encode(run.runId(), new HistoryEvent(run.nextEventId(), run.lastTask() + 1, now, attributes, null)));
		commit.closeForced(status, now, this.environment.codec().isConfidential() ? null : summary);
		return commit;
	}

	/** The clock of the database may have been put back since. */
	private long lastTime(StoredRun run) {
		StoredEvent last = this.environment.reader().event(run.runId(), run.nextEventId() - 1);
		return (last != null) ? last.recordedAt() : 0;
	}

	private void tellParent(StoredRun run, FailureRecord failure, RunCommit commit) {
		StoredExecution execution = this.environment.reader().execution(run.runId());
		UUID parentRunId = (execution != null) ? execution.parentRunId() : null;
		if (execution != null && parentRunId != null) {
			long event = Objects.requireNonNull(execution.parentEventId());
			commit.send(Objects.requireNonNull(execution.parentWorkflowId()),
					StoredMessage.of(parentRunId, StoredMessage.key("child", event), this.environment.order(),
							this.environment.codec(), new ChildFailed(event, failure), null));
		}
	}

	private void tellChild(ChildInitiated child, String why, RunCommit commit) {
		ClosePolicies.message(child, why, this.environment.order(), this.environment.codec())
			.ifPresent((message) -> commit.send(child.workflowId(), message));
	}

	private PendingScan pending(StoredRun run) {
		return new PendingScan(readable(run));
	}

	/**
	 * The history, or nothing if it cannot be read: what it has begun cannot be known
	 * then, but the run must be endable all the same.
	 */
	private List<HistoryEvent> readable(StoredRun run) {
		try {
			return this.environment.reader().decode(run.runId(), this.environment.reader().history(run.runId()));
		}
		catch (UnreadableHistoryException ex) {
			return List.of();
		}
	}

}
