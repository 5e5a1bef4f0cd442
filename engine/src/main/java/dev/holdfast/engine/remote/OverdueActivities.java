package dev.holdfast.engine.remote;

import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptLost;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.ActivityTasks;
import dev.holdfast.engine.store.ActivityTasks.Overdue;
import dev.holdfast.engine.store.StoredActivity;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.failure.TimeoutType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends runs word of activities that no worker took in time, whose attempts are overdue,
 * or whose nodes are gone. Any node does so for every other: whoever made the attempt may
 * be gone, and the run may be nobody's. What follows is for the owner of the run to
 * decide.
 */
final class OverdueActivities {

	private static final Logger logger = LoggerFactory.getLogger(OverdueActivities.class);

	private static final int BATCH = 200;

	private final RunEnvironment environment;

	private final ActivityTasks tasks;

	private final RunRegistry registry;

	OverdueActivities(RunEnvironment environment, ActivityTasks tasks, RunRegistry registry) {
		this.environment = environment;
		this.tasks = tasks;
		this.registry = registry;
	}

	/** Sees to those that there are; answers whether there may be more. */
	boolean report() {
		long now = this.environment.clock().micros();
		int reported = 0;
		int found = 0;
		for (Overdue overdue : this.tasks.overdue(now, BATCH)) {
			found++;
			try {
				if (report(overdue, now)) {
					reported++;
				}
			}
			catch (UnreadableHistoryException ex) {
				logger.warn("Activity {} of workflow '{}' is overdue, but this node cannot read what it is: {}",
						overdue.activityId(), overdue.workflowId(), ex.getMessage());
			}
		}
		return found == BATCH && reported > 0;
	}

	private boolean report(Overdue overdue, long now) {
		StoredMessage message = StoredMessage.of(overdue.runId(), StoredMessage.key("overdue", overdue.activityId()),
				this.environment.order(), this.environment.codec(), what(overdue, now),
				this.environment.codec().decodeHeartbeat(overdue.runId(), overdue.activityId(), overdue.heartbeat()));
		if (!this.tasks.report(overdue, message)) {
			return false;
		}
		this.registry.deliver(message);
		return true;
	}

	private EventAttributes what(Overdue overdue, long now) {
		boolean waits = overdue.state() == StoredActivity.State.SCHEDULED;
		if (waits && overdue.cancelRequested()) {
			return failed(overdue, Failures.canceled("the workflow cancelled it"));
		}
		if (!waits && overdue.deadlineAt() == 0) {
			return new ActivityAttemptLost(overdue.activityId(), overdue.attempt(), false);
		}
		ActivityScheduled scheduled = scheduled(overdue);
		return failed(overdue,
				Failures.timeout(
						waits ? TimeoutType.SCHEDULE_TO_START
								: attemptTimeout(scheduled.policy(), overdue.since(), now),
						"activity " + scheduled.activityType(), null));
	}

	private static TimeoutType attemptTimeout(ActivityPolicy policy, long startedAt, long now) {
		Long startToClose = policy.startToClose();
		return (startToClose != null && startedAt + startToClose <= now) ? TimeoutType.START_TO_CLOSE
				: TimeoutType.HEARTBEAT;
	}

	private static ActivityAttemptFailed failed(Overdue overdue, FailureRecord failure) {
		return new ActivityAttemptFailed(overdue.activityId(), overdue.attempt(), failure);
	}

	private ActivityScheduled scheduled(Overdue overdue) {
		StoredEvent event = this.environment.reader().event(overdue.runId(), overdue.activityId());
		if (event != null && this.environment.reader()
			.decode(overdue.runId(), event)
			.attributes() instanceof ActivityScheduled scheduled) {
			return scheduled;
		}
		throw new UnreadableHistoryException("Event " + overdue.activityId()
				+ " is no activity that was scheduled. Were rows deleted or changed by hand?", null);
	}

}
