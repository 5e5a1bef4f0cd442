package dev.holdfast.engine.run;

import java.util.UUID;

import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.store.StoredActivity;
import org.jspecify.annotations.Nullable;

/** The rows of the activities of a run. */
final class ActivityRows {

	private final RunEnvironment environment;

	private final UUID runId;

	ActivityRows(RunEnvironment environment, UUID runId) {
		this.environment = environment;
		this.runId = runId;
	}

	/** Waiting for a number of attempts to be followed by another one. */
	StoredActivity waiting(ActivityState state, int attempts, long dueAt, @Nullable FailureRecord failure) {
		return (state.phase() == ActivityState.Phase.REMOTE)
				? state.remoteRow(this.runId, attempts, dueAt, heartbeatOf(state), write(state, failure))
				: state.row(this.runId, StoredActivity.State.SCHEDULED, attempts, dueAt, null, heartbeatOf(state),
						write(state, failure));
	}

	/** With an attempt of this node that has begun. */
	StoredActivity started(ActivityState state, int attempt, long now) {
		return state.row(this.runId, StoredActivity.State.STARTED, attempt, now, this.environment.bootId(),
				heartbeatOf(state), write(state, state.lastFailure()));
	}

	/** With an attempt that is completed from outside. */
	StoredActivity outside(ActivityState state, int attempt, long attemptStartedAt, boolean canceled) {
		return state.outsideRow(this.runId, attempt, attemptStartedAt, canceled, heartbeatOf(state),
				write(state, state.lastFailure()));
	}

	/** For any worker of the task queue to take. */
	StoredActivity remote(ActivityState state, int attempts, long dueAt) {
		return state.remoteRow(this.runId, attempts, dueAt, heartbeatOf(state), write(state, state.lastFailure()));
	}

	/** How many attempts of one were begun that any worker may take. */
	int begunElsewhere(ActivityState state) {
		StoredActivity row = this.environment.reader().activity(this.runId, state.id());
		return (row != null) ? row.attempt() : state.attempts();
	}

	private byte @Nullable [] heartbeatOf(ActivityState state) {
		return this.environment.codec().encodeHeartbeat(this.runId, state.id(), state.heartbeat());
	}

	private byte @Nullable [] write(ActivityState state, @Nullable FailureRecord failure) {
		return this.environment.codec().encodeFailure(this.runId, state.id(), failure);
	}

	/** The last failure in a row. */
	@Nullable FailureRecord lastFailure(@Nullable StoredActivity row) {
		return (row != null) ? this.environment.codec().decodeFailure(row.runId(), row.activityId(), row.lastFailure())
				: null;
	}

	/** The details of the last heartbeat in a row, as JSON. */
	byte @Nullable [] heartbeat(@Nullable StoredActivity row) {
		return (row != null) ? this.environment.codec().decodeHeartbeat(row.runId(), row.activityId(), row.heartbeat())
				: null;
	}

}
