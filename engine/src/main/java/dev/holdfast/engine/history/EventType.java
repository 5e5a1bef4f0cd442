package dev.holdfast.engine.history;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The types of events, their stored names, and who writes them. */
public enum EventType {

	WORKFLOW_STARTED("WorkflowStarted", Origin.INBOUND, RunAttributes.WorkflowStarted.class),
	SIGNAL_RECEIVED("SignalReceived", Origin.INBOUND, MessageAttributes.SignalReceived.class),
	CANCEL_REQUESTED("CancelRequested", Origin.INBOUND, RunAttributes.CancelRequested.class),
	RUN_RESET("RunReset", Origin.INBOUND, RunAttributes.RunReset.class),
	ACTIVITY_COMPLETED("ActivityCompleted", Origin.INBOUND, ActivityAttributes.ActivityCompleted.class),
	ACTIVITY_FAILED("ActivityFailed", Origin.INBOUND, ActivityAttributes.ActivityFailed.class),
	ACTIVITY_TIMED_OUT("ActivityTimedOut", Origin.INBOUND, ActivityAttributes.ActivityFailed.class),
	LOCAL_ACTIVITY_CLOSED("LocalActivityClosed", Origin.INBOUND, ActivityAttributes.LocalActivityClosed.class),
	LOCAL_ACTIVITY_BACKED_OFF("LocalActivityBackedOff", Origin.INBOUND,
			ActivityAttributes.LocalActivityBackedOff.class),
	TIMER_FIRED("TimerFired", Origin.INBOUND, ValueAttributes.TimerFired.class),
	CHILD_START_FAILED("ChildStartFailed", Origin.INBOUND, ChildAttributes.ChildStartFailed.class),
	CHILD_COMPLETED("ChildCompleted", Origin.INBOUND, ChildAttributes.ChildCompleted.class),
	CHILD_FAILED("ChildFailed", Origin.INBOUND, ChildAttributes.ChildFailed.class),
	CHILD_TIMED_OUT("ChildTimedOut", Origin.INBOUND, ChildAttributes.ChildFailed.class),
	CHILD_CANCELED("ChildCanceled", Origin.INBOUND, ChildAttributes.ChildFailed.class),
	CHILD_TERMINATED("ChildTerminated", Origin.INBOUND, ChildAttributes.ChildFailed.class),
	EXTERNAL_REQUEST_DELIVERED("ExternalRequestDelivered", Origin.INBOUND,
			ChildAttributes.ExternalRequestDelivered.class),
	EXTERNAL_REQUEST_FAILED("ExternalRequestFailed", Origin.INBOUND, ChildAttributes.ExternalRequestFailed.class),

	ACTIVITY_SCHEDULED("ActivityScheduled", Origin.COMMAND, ActivityAttributes.ActivityScheduled.class),
	ACTIVITY_CANCELED("ActivityCanceled", Origin.COMMAND, ActivityAttributes.ActivityCanceled.class),
	ACTIVITY_CANCEL_REQUESTED("ActivityCancelRequested", Origin.COMMAND,
			ActivityAttributes.ActivityCancelRequested.class),
	TIMER_STARTED("TimerStarted", Origin.COMMAND, ValueAttributes.TimerStarted.class),
	TIMER_CANCELED("TimerCanceled", Origin.COMMAND, ValueAttributes.TimerCanceled.class),
	CHILD_INITIATED("ChildInitiated", Origin.COMMAND, ChildAttributes.ChildInitiated.class),
	CHILD_CANCEL_REQUESTED("ChildCancelRequested", Origin.COMMAND, ChildAttributes.ChildCancelRequested.class),
	EXTERNAL_SIGNAL_REQUESTED("ExternalSignalRequested", Origin.COMMAND, ChildAttributes.ExternalSignalRequested.class),
	EXTERNAL_CANCEL_REQUESTED("ExternalCancelRequested", Origin.COMMAND, ChildAttributes.ExternalCancelRequested.class),
	SIGNAL_DROPPED("SignalDropped", Origin.COMMAND, MessageAttributes.SignalDropped.class),
	UPDATE_ACCEPTED("UpdateAccepted", Origin.COMMAND, MessageAttributes.UpdateAccepted.class),
	UPDATE_COMPLETED("UpdateCompleted", Origin.COMMAND, MessageAttributes.UpdateCompleted.class),
	SIDE_EFFECT_RECORDED("SideEffectRecorded", Origin.COMMAND, ValueAttributes.SideEffectRecorded.class),
	MUTABLE_SIDE_EFFECT_RECORDED("MutableSideEffectRecorded", Origin.COMMAND,
			ValueAttributes.MutableSideEffectRecorded.class),
	VERSION_RECORDED("VersionRecorded", Origin.COMMAND, ValueAttributes.VersionRecorded.class),
	MEMO_UPSERTED("MemoUpserted", Origin.COMMAND, ValueAttributes.MemoUpserted.class),
	SEARCH_ATTRIBUTES_UPSERTED("SearchAttributesUpserted", Origin.COMMAND,
			ValueAttributes.SearchAttributesUpserted.class),
	WORKFLOW_COMPLETED("WorkflowCompleted", Origin.COMMAND, RunAttributes.WorkflowCompleted.class),
	WORKFLOW_FAILED("WorkflowFailed", Origin.COMMAND, RunAttributes.WorkflowFailed.class),
	WORKFLOW_CANCELED("WorkflowCanceled", Origin.COMMAND, RunAttributes.WorkflowFailed.class),
	WORKFLOW_CONTINUED_AS_NEW("WorkflowContinuedAsNew", Origin.COMMAND, RunAttributes.WorkflowContinuedAsNew.class),

	WORKFLOW_TERMINATED("WorkflowTerminated", Origin.OUTSIDE, RunAttributes.WorkflowTerminated.class),
	WORKFLOW_TIMED_OUT("WorkflowTimedOut", Origin.OUTSIDE, RunAttributes.WorkflowTimedOut.class),

	UPDATE_REQUESTED("UpdateRequested", Origin.MESSAGE, MessageAttributes.UpdateRequested.class),
	ACTIVITY_ATTEMPT_FAILED("ActivityAttemptFailed", Origin.MESSAGE, ActivityAttributes.ActivityAttemptFailed.class),
	ACTIVITY_ATTEMPT_LOST("ActivityAttemptLost", Origin.MESSAGE, ActivityAttributes.ActivityAttemptLost.class),
	ACTIVITY_HANDED_OVER("ActivityHandedOver", Origin.MESSAGE, ActivityAttributes.ActivityHandedOver.class),
	ACTIVITY_HEARTBEAT("ActivityHeartbeat", Origin.MESSAGE, ActivityAttributes.ActivityHeartbeat.class);

	/** Who writes an event. */
	public enum Origin {

		/** It happened to the run, and its code is told. */
		INBOUND,
		/** The code of the run issued it. */
		COMMAND,
		/** It ended the run without its code. */
		OUTSIDE,
		/** It is never in a history, but leads to something that is. */
		MESSAGE

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
