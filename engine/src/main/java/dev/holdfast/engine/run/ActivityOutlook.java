package dev.holdfast.engine.run;

import java.util.Map;
import java.util.Objects;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.PendingWork;
import org.jspecify.annotations.Nullable;

/** What is to come of the open activities of a run: who is at work, and what is due. */
final class ActivityOutlook {

	private final Map<Long, ActivityState> states;

	/** Creates it for these activities, as they are when it is asked. */
	ActivityOutlook(Map<Long, ActivityState> states) {
		this.states = states;
	}

	/**
	 * When an attempt times out that says in a step that it is completed from outside.
	 */
	private static long outsideDeadline(ActivityState state) {
		Attempt current = Objects.requireNonNull(state.current());
		ActivityState.AttemptDeadline deadline = state.deadlineOf(current.startedAt(), current.lastHeartbeatAt());
		return (deadline != null) ? deadline.at() : Long.MAX_VALUE;
	}

	/**
	 * Whether somebody is at work on one of the pending activities once a step is
	 * written.
	 */
	boolean isInFlightAfter(RunStep step, PendingWork pending) {
		for (PendingItem<ActivityScheduled> item : pending.activities()) {
			ActivityState state = this.states.get(item.id());
			boolean rests = step.backsOffUntil(item.id()) != null || step.completesLaterIn(item.id())
					|| step.offers(item.id());
			boolean outside = state != null
					&& (state.phase() == ActivityState.Phase.OUTSIDE || state.phase() == ActivityState.Phase.REMOTE);
			if (step.begins(item.id()) || (state != null && state.isInFlight() && !rests)
					|| (item.cancelReason() != null && !outside)) {
				return true;
			}
		}
		return false;
	}

	/** Whether there may be a row of one of them. */
	boolean mayHaveRows() {
		return this.states.values().stream().anyMatch(ActivityState::mayHaveRow);
	}

	/** Whether somebody is at work on an activity now. */
	boolean isInFlight() {
		return this.states.values().stream().anyMatch(ActivityState::isInFlight);
	}

	/**
	 * When something about these activities is due next, once a step is written;
	 * {@link Long#MAX_VALUE} if never.
	 */
	long nextDueAfter(@Nullable RunStep step) {
		long next = Long.MAX_VALUE;
		for (ActivityState state : this.states.values()) {
			if (step != null && step.closes(state.id())) {
				continue;
			}
			Long backOff = (step != null) ? step.backsOffUntil(state.id()) : null;
			if (state.phase() == ActivityState.Phase.BACKING_OFF
					|| (backOff != null && state.phase() != ActivityState.Phase.REMOTE)) {
				next = Math.min(next, (backOff != null) ? backOff : state.dueAt());
			}
			if (state.phase() == ActivityState.Phase.LOST) {
				next = Math.min(next, 0);
			}
			next = Math.min(next, Objects.requireNonNullElse(state.deadline(), Long.MAX_VALUE));
			ActivityState.AttemptDeadline outside = state.outsideDeadline();
			if (backOff == null && outside != null) {
				next = Math.min(next, outside.at());
			}
			if (step != null && step.completesLaterIn(state.id())) {
				next = Math.min(next, outsideDeadline(state));
			}
			if (state.mustHearOfCancellation()) {
				next = 0;
			}
		}
		return next;
	}

}
