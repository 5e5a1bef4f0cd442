package dev.holdfast.client;

/** The state of a workflow execution. */
public enum WorkflowStatus {

	/** It is open and makes progress, or waits for something. */
	RUNNING,
	/**
	 * It is open, but its code keeps failing, does not match its history, or its stored
	 * data cannot be read. It still receives messages, and goes on after
	 * {@link WorkflowHandle#resume()}, with a repaired build say.
	 */
	STUCK,
	/** The workflow method returned. */
	COMPLETED,
	/** The workflow method threw a failure. */
	FAILED,
	/** A cancellation propagated out of the workflow method. */
	CANCELED,
	/** It was terminated from outside. */
	TERMINATED,
	/** Its execution timeout or the timeout of its run passed. */
	TIMED_OUT,
	/** The run has closed, and the execution goes on as a new run. */
	CONTINUED_AS_NEW;

	/** Whether an execution in this state is still to be finished. */
	public boolean isOpen() {
		return this == RUNNING || this == STUCK;
	}

}
