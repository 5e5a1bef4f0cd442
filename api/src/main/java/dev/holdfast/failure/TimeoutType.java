package dev.holdfast.failure;

/** Which timeout passed. */
public enum TimeoutType {

	/** One attempt took too long. */
	START_TO_CLOSE,
	/** No worker took the activity in time. */
	SCHEDULE_TO_START,
	/** The activity with all its attempts, or the workflow execution, took too long. */
	SCHEDULE_TO_CLOSE,
	/** An attempt did not heartbeat in time. */
	HEARTBEAT,
	/** Workflow code waited for something for as long as it wanted to. */
	WAIT

}
