package dev.holdfast.autoconfigure;

import java.util.List;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.metrics.EngineMetrics;

/** Several listeners as one. */
record CombinedMetrics(List<EngineMetrics> all) implements EngineMetrics {

	@Override
	public void workflowStarted(String workflowType, String taskQueue) {
		this.all.forEach((each) -> each.workflowStarted(workflowType, taskQueue));
	}

	@Override
	public void workflowClosed(String workflowType, WorkflowStatus status, boolean benign, long duration) {
		this.all.forEach((each) -> each.workflowClosed(workflowType, status, benign, duration));
	}

	@Override
	public void workflowTaskStarted(String workflowType, String taskQueue, long scheduleToStart) {
		this.all.forEach((each) -> each.workflowTaskStarted(workflowType, taskQueue, scheduleToStart));
	}

	@Override
	public void workflowTask(String workflowType, long duration) {
		this.all.forEach((each) -> each.workflowTask(workflowType, duration));
	}

	@Override
	public void workflowTaskFailed(String workflowType, boolean nonDeterminism) {
		this.all.forEach((each) -> each.workflowTaskFailed(workflowType, nonDeterminism));
	}

	@Override
	public void deadlockDetected(String workflowType, boolean waits) {
		this.all.forEach((each) -> each.deadlockDetected(workflowType, waits));
	}

	@Override
	public void codeGivenUp(String workflowType) {
		this.all.forEach((each) -> each.codeGivenUp(workflowType));
	}

	@Override
	public void replayed(String workflowType, int events, long duration) {
		this.all.forEach((each) -> each.replayed(workflowType, events, duration));
	}

	@Override
	public void changedInput(String workflowType) {
		this.all.forEach((each) -> each.changedInput(workflowType));
	}

	@Override
	public void signalDropped(String workflowType) {
		this.all.forEach((each) -> each.signalDropped(workflowType));
	}

	@Override
	public void activityStarted(String activityType, String taskQueue, long scheduleToStart) {
		this.all.forEach((each) -> each.activityStarted(activityType, taskQueue, scheduleToStart));
	}

	@Override
	public void activityEnded(String activityType, AttemptOutcome outcome, long duration) {
		this.all.forEach((each) -> each.activityEnded(activityType, outcome, duration));
	}

	@Override
	public void runClaimed(String taskQueue) {
		this.all.forEach((each) -> each.runClaimed(taskQueue));
	}

	@Override
	public void scheduleActed(String workflowType, long taken, long skipped, long missed) {
		this.all.forEach((each) -> each.scheduleActed(workflowType, taken, skipped, missed));
	}

	@Override
	public void scheduleLag(String workflowType, long lag) {
		this.all.forEach((each) -> each.scheduleLag(workflowType, lag));
	}

	@Override
	public void fenced() {
		this.all.forEach(EngineMetrics::fenced);
	}

	@Override
	public void runsDeleted(int runs) {
		this.all.forEach((each) -> each.runsDeleted(runs));
	}

}
