package dev.holdfast.engine.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.engine.history.ActivityAttributes.ActivityCanceled;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ChildAttributes.ChildCompleted;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.ChildAttributes.ChildStartFailed;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.history.HistoryEvent;

/** What a history says is still pending: read off the events, without the code. */
public final class PendingScan {

	private final Map<Long, ActivityScheduled> activities = new LinkedHashMap<>();

	private final Map<Long, TimerStarted> timers = new LinkedHashMap<>();

	private final Map<Long, ChildInitiated> children = new LinkedHashMap<>();

	public PendingScan(List<HistoryEvent> history) {
		history.forEach(this::read);
	}

	private void read(HistoryEvent event) {
		switch (event.type()) {
			case ACTIVITY_SCHEDULED -> this.activities.put(event.id(), (ActivityScheduled) event.attributes());
			case ACTIVITY_COMPLETED -> this.activities.remove(((ActivityCompleted) event.attributes()).activityId());
			case ACTIVITY_FAILED, ACTIVITY_TIMED_OUT ->
				this.activities.remove(((ActivityFailed) event.attributes()).activityId());
			case ACTIVITY_CANCELED -> this.activities.remove(((ActivityCanceled) event.attributes()).activityId());
			case TIMER_STARTED -> this.timers.put(event.id(), (TimerStarted) event.attributes());
			case TIMER_FIRED -> this.timers.remove(((TimerFired) event.attributes()).timerId());
			case TIMER_CANCELED -> this.timers.remove(((TimerCanceled) event.attributes()).timerId());
			case CHILD_INITIATED -> this.children.put(event.id(), (ChildInitiated) event.attributes());
			case CHILD_COMPLETED -> this.children.remove(((ChildCompleted) event.attributes()).childId());
			case CHILD_START_FAILED -> this.children.remove(((ChildStartFailed) event.attributes()).childId());
			case CHILD_FAILED, CHILD_CANCELED, CHILD_TERMINATED, CHILD_TIMED_OUT ->
				this.children.remove(((ChildFailed) event.attributes()).childId());
			default -> {
				// begins and ends nothing
			}
		}
	}

	public Map<Long, ActivityScheduled> activities() {
		return this.activities;
	}

	public Collection<TimerStarted> timers() {
		return this.timers.values();
	}

	public Collection<ChildInitiated> children() {
		return this.children.values();
	}

	/** Children by the events that began them. */
	public Map<Long, ChildInitiated> childrenById() {
		return this.children;
	}

}
