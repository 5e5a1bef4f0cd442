package dev.holdfast.engine.metrics;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.activity.AttemptOutcome;

/**
 * Told what happens in the engine. Durations are microseconds. Implementations must not
 * block or throw.
 */
public interface EngineMetrics {

	/** Reports nothing. */
	EngineMetrics NONE = new EngineMetrics() {
	};

	/** A run was started. */
	default void workflowStarted(String workflowType, String taskQueue) {
	}

	/**
	 * A run closed.
	 * @param benign whether it failed, but with a failure that is not to be counted as
	 * one
	 */
	default void workflowClosed(String workflowType, WorkflowStatus status, boolean benign, long duration) {
	}

	/** A workflow task began after waiting for a slot. */
	default void workflowTaskStarted(String workflowType, String taskQueue, long scheduleToStart) {
	}

	/** A workflow task ran; the duration is that of the code. */
	default void workflowTask(String workflowType, long duration) {
	}

	/** A workflow task failed and is tried again. */
	default void workflowTaskFailed(String workflowType, boolean nonDeterminism) {
	}

	/**
	 * Workflow code has kept its thread for longer than it should.
	 * @param waits whether it waits for something rather than computes
	 */
	default void deadlockDetected(String workflowType, boolean waits) {
	}

	/** Workflow code was given up, and its thread with it. */
	default void codeGivenUp(String workflowType) {
	}

	/** A history was replayed. */
	default void replayed(String workflowType, int events, long duration) {
	}

	/** Replayed code gave a command another input than the history has. */
	default void changedInput(String workflowType) {
	}

	/** A signal was dropped, because its arguments cannot be read. */
	default void signalDropped(String workflowType) {
	}

	/** An attempt began after waiting for a slot. */
	default void activityStarted(String activityType, String taskQueue, long scheduleToStart) {
	}

	/** An attempt ended. */
	default void activityEnded(String activityType, AttemptOutcome outcome, long duration) {
	}

	/** A run was taken that another node, or none, had. */
	default void runClaimed(String taskQueue) {
	}

	/** A schedule acted: so many executions started, skipped and missed. */
	default void scheduleActed(String workflowType, long taken, long skipped, long missed) {
	}

	/** A schedule started an execution so much later than it was due. */
	default void scheduleLag(String workflowType, long lag) {
	}

	/** A write was refused because the run is not this node's any more. */
	default void fenced() {
	}

	/** So many closed runs were deleted, because they had been kept long enough. */
	default void runsDeleted(int runs) {
	}

}
