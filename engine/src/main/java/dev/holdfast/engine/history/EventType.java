package dev.holdfast.engine.history;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The types of events, their stored names, and who writes them. */
public enum EventType {

	WORKFLOW_STARTED("WorkflowStarted", Origin.INBOUND, EventAttributes.WorkflowStarted.class),
	SIGNAL_RECEIVED("SignalReceived", Origin.INBOUND, EventAttributes.SignalReceived.class),
	CANCEL_REQUESTED("CancelRequested", Origin.INBOUND, EventAttributes.CancelRequested.class),
	ACTIVITY_COMPLETED("ActivityCompleted", Origin.INBOUND, EventAttributes.ActivityCompleted.class),
	ACTIVITY_FAILED("ActivityFailed", Origin.INBOUND, EventAttributes.ActivityFailed.class),
	ACTIVITY_TIMED_OUT("ActivityTimedOut", Origin.INBOUND, EventAttributes.ActivityFailed.class),
	TIMER_FIRED("TimerFired", Origin.INBOUND, EventAttributes.TimerFired.class),
	CHILD_START_FAILED("ChildStartFailed", Origin.INBOUND, EventAttributes.ChildStartFailed.class),
	CHILD_COMPLETED("ChildCompleted", Origin.INBOUND, EventAttributes.ChildCompleted.class),
	CHILD_FAILED("ChildFailed", Origin.INBOUND, EventAttributes.ChildFailed.class),
	CHILD_TIMED_OUT("ChildTimedOut", Origin.INBOUND, EventAttributes.ChildFailed.class),
	CHILD_CANCELED("ChildCanceled", Origin.INBOUND, EventAttributes.ChildFailed.class),
	CHILD_TERMINATED("ChildTerminated", Origin.INBOUND, EventAttributes.ChildFailed.class),

	ACTIVITY_SCHEDULED("ActivityScheduled", Origin.COMMAND, EventAttributes.ActivityScheduled.class),
	ACTIVITY_CANCELED("ActivityCanceled", Origin.COMMAND, EventAttributes.ActivityCanceled.class),
	TIMER_STARTED("TimerStarted", Origin.COMMAND, EventAttributes.TimerStarted.class),
	TIMER_CANCELED("TimerCanceled", Origin.COMMAND, EventAttributes.TimerCanceled.class),
	CHILD_INITIATED("ChildInitiated", Origin.COMMAND, EventAttributes.ChildInitiated.class),
	CHILD_CANCEL_REQUESTED("ChildCancelRequested", Origin.COMMAND, EventAttributes.ChildCancelRequested.class),
	SIDE_EFFECT_RECORDED("SideEffectRecorded", Origin.COMMAND, EventAttributes.SideEffectRecorded.class),
	WORKFLOW_COMPLETED("WorkflowCompleted", Origin.COMMAND, EventAttributes.WorkflowCompleted.class),
	WORKFLOW_FAILED("WorkflowFailed", Origin.COMMAND, EventAttributes.WorkflowFailed.class),
	WORKFLOW_CANCELED("WorkflowCanceled", Origin.COMMAND, EventAttributes.WorkflowFailed.class),

	WORKFLOW_TERMINATED("WorkflowTerminated", Origin.OUTSIDE, EventAttributes.WorkflowTerminated.class),
	WORKFLOW_TIMED_OUT("WorkflowTimedOut", Origin.OUTSIDE, EventAttributes.WorkflowTimedOut.class);

	/** Who writes an event. */
	public enum Origin {

		/** It happened to the run, and its code is told. */
		INBOUND,
		/** The code of the run issued it. */
		COMMAND,
		/** It ended the run without its code. */
		OUTSIDE

	}

	private static final Map<String, EventType> BY_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(EventType::storedName, Function.identity()));

	private final String storedName;

	private final Origin origin;

	private final Class<? extends EventAttributes> attributes;

	EventType(String storedName, Origin origin, Class<? extends EventAttributes> attributes) {
		this.storedName = storedName;
		this.origin = origin;
		this.attributes = attributes;
	}

	/** The name in the database and in exported histories. */
	public String storedName() {
		return this.storedName;
	}

	public Origin origin() {
		return this.origin;
	}

	Class<? extends EventAttributes> attributes() {
		return this.attributes;
	}

	/** The type with a stored name, or {@code null} if this version knows none. */
	public static @Nullable EventType ofStoredName(String name) {
		return BY_NAME.get(name);
	}

}
