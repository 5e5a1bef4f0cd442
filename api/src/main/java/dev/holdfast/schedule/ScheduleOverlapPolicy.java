package dev.holdfast.schedule;

/** What an action does when an execution that the schedule started before still runs. */
public enum ScheduleOverlapPolicy {

	/** It is left out. */
	SKIP,
	/** It waits until that execution has closed; while one waits, others are left out. */
	BUFFER_ONE,
	/**
	 * It waits until all before it have closed. At most 1000 wait; what comes then is
	 * left out and counted.
	 */
	BUFFER_ALL,
	/**
	 * It requests cancellation of that execution, and starts when it has closed. If
	 * several wait for that, only the newest starts.
	 */
	CANCEL_OTHER,
	/**
	 * It terminates that execution, and starts when it has closed. If several wait for
	 * that, only the newest starts.
	 */
	TERMINATE_OTHER,
	/** It starts at once, whatever runs. */
	ALLOW_ALL

}
