package dev.holdfast.engine.run;

import java.util.List;

import dev.holdfast.engine.activity.AttemptListener;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptLost;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCancelRequested;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCanceled;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityHandedOver;
import dev.holdfast.engine.history.ActivityAttributes.ActivityHeartbeat;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.PendingWork;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.StoredActivity;
import org.jspecify.annotations.Nullable;

/**
 * The open activities of an owned run, local ones and others: who of them is concerned by
 * what the run is told and by what its code did.
 */
final class OpenActivities {

	private final RunActivities remote;

	private final LocalActivities local;

	OpenActivities(RunEnvironment environment, RunIdentity run, String workflowType, long epoch, Slots localSlots,
			AttemptListener listener) {
		this.remote = new RunActivities(environment, run, workflowType, epoch, listener);
		this.local = new LocalActivities(environment, run, workflowType, epoch, localSlots, listener);
	}

	/** Takes over what was pending when the run was claimed. */
	void takeOver(PendingWork pending, List<StoredActivity> rows) {
		this.remote.takeOver(pending, rows);
	}

	/** The run is told something. */
	void tell(Mail mail, RunStep step) {
		if (mail instanceof Mail.AttemptEnded ended) {
			if (ended.attempt().request().local()) {
				this.local.attemptEnded(ended.attempt(), ended.outcome(), step);
			}
			else {
				this.remote.attemptEnded(ended.attempt(), ended.outcome(), step);
			}
		}
		else if (mail instanceof Mail.AttemptTimedOut timedOut) {
			if (timedOut.attempt().request().local()) {
				this.local.attemptTimedOut(timedOut.attempt(), timedOut.timeout(), step);
			}
			else {
				this.remote.attemptTimedOut(timedOut.attempt(), timedOut.timeout(), step);
			}
		}
		else if (mail instanceof Mail.Heartbeat heartbeat) {
			this.remote.heartbeat(heartbeat.attempt(), heartbeat.details(), step);
		}
		else if (mail instanceof Mail.CompletesLater later) {
			this.remote.completesLater(later.attempt(), step);
		}
		else if (mail instanceof Mail.MayGoElsewhere waiting) {
			this.remote.offer(waiting.attempt(), step);
		}
	}

	/**
	 * Whether a message must wait: an attempt that is about to commit has to find out by
	 * itself that another one was first. The end of that attempt brings about the next
	 * step. One that only runs is given up, so that it does not come to that once the
	 * message is taken up and its key is free again.
	 */
	boolean mustWait(Inbound message) {
		if (message.attributes() instanceof LocalActivityClosed closed) {
			return !this.local.givesWay(closed.localId());
		}
		Long id = closedActivity(message.attributes());
		return id != null && !this.remote.givesWay(id);
	}

	/** Takes up a message; answers whether it was about an activity. */
	boolean take(Inbound message, PendingWork pending, RunStep step) {
		EventAttributes attributes = message.attributes();
		Long id = closedActivity(attributes);
		if (attributes instanceof ActivityAttemptFailed failed) {
			this.remote.failedOutside(failed, message.data(), step);
		}
		else if (attributes instanceof ActivityAttemptLost lost) {
			this.remote.lost(lost, message.data(), step);
		}
		else if (attributes instanceof ActivityHandedOver handedOver) {
			this.remote.handedOver(handedOver, message.data(), step);
		}
		else if (attributes instanceof ActivityHeartbeat heartbeat) {
			this.remote.heartbeatOutside(heartbeat, message.data(), step);
		}
		else if (attributes instanceof LocalActivityClosed closed) {
			if (pending.concerns(closed) && step.closeLocal(closed.localId())) {
				step.happened(message);
			}
			this.local.finish(closed.localId(), "it completed", step);
		}
		else if (id != null) {
			if (pending.concerns(attributes) && step.closeActivity(id)) {
				step.happened(message);
			}
			this.remote.finish(id, "it completed", step);
		}
		else {
			return false;
		}
		return true;
	}

	private static @Nullable Long closedActivity(EventAttributes attributes) {
		if (attributes instanceof ActivityCompleted completed) {
			return completed.activityId();
		}
		return (attributes instanceof ActivityFailed failed) ? failed.activityId() : null;
	}

	/** Begins what is due, and ends what is overdue. */
	void due(long now, RunStep step) {
		this.remote.due(now, step);
		this.local.due(now, step);
	}

	/** What an event that the code issued leads to. */
	void follow(HistoryEvent event, PendingWork pending, RunStep step) {
		if (event.attributes() instanceof ActivityScheduled) {
			PendingItem<ActivityScheduled> item = pending.activity(event.id());
			if (item != null) {
				this.remote.schedule(item, step);
			}
		}
		else if (event.attributes() instanceof ActivityCanceled canceled) {
			this.remote.finish(canceled.activityId(), "the workflow cancelled it", step);
		}
		else if (event.attributes() instanceof ActivityCancelRequested requested) {
			this.remote.requestCancel(requested.activityId(), requested.reason(), step);
		}
	}

	/** What the code did without an event. */
	void followSilent(PendingWork pending, RunStep step) {
		this.remote.abandon(pending, step);
		this.local.letGo(pending, step);
		if (!step.commit().isClosing()) {
			this.local.follow(pending, step);
		}
		else if (!this.remote.outlook().mayHaveRows()) {
			step.commit().hasNoActivities();
		}
	}

	/** Writes down where everything stands, so that another node can go on. */
	void handOver(RunStep step) {
		this.remote.handOver(step);
	}

	/** Gives up every attempt. */
	void giveUpAll(String why) {
		this.remote.giveUpAll(why);
		this.local.giveUpAll(why);
	}

	// What is to come

	/** Whether somebody must be there for an activity once a step is written. */
	boolean isInFlightAfter(RunStep step, PendingWork pending) {
		return this.remote.outlook().isInFlightAfter(step, pending) || this.local.isInFlightAfter(pending);
	}

	/** Whether somebody must be there for an activity now. */
	boolean isInFlight(PendingWork pending) {
		return this.remote.outlook().isInFlight() || this.local.isInFlightAfter(pending);
	}

	/**
	 * When something is due next, once a step is written; {@link Long#MAX_VALUE} if
	 * never.
	 */
	long nextDueAfter(@Nullable RunStep step, PendingWork pending) {
		return Math.min(this.remote.outlook().nextDueAfter(step), this.local.nextDue(pending));
	}

}
