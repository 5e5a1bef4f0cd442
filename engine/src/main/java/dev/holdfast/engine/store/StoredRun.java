package dev.holdfast.engine.store;

import java.util.UUID;

import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/**
 * An open run as its row has it.
 *
 * @param priority where its tasks stand among others
 */
public record StoredRun(UUID runId, String workflowId, String workflowType, String taskQueue, long version,
		long nextEventId, long lastTask, @Nullable UUID owner, long epoch, @Nullable Long wakeAt, int failedTasks,
		boolean stuck, long flags, Priority priority) {

	/** As it is read. */
	StoredRun(UUID runId, String workflowId, String workflowType, String taskQueue, long version, long nextEventId,
			long lastTask, @Nullable UUID owner, long epoch, @Nullable Long wakeAt, int failedTasks, boolean stuck,
			long flags, int priority, @Nullable String fairnessKey, @Nullable Double fairnessWeight) {
		this(runId, workflowId, workflowType, taskQueue, version, nextEventId, lastTask, owner, epoch, wakeAt,
				failedTasks, stuck, flags, new Priority(priority, fairnessKey, fairnessWeight));
	}

	/** Whether its last task failed: it is tried again when it is due. */
	public boolean waitsToTryAgain() {
		return this.failedTasks > 0;
	}

	/** The row after this node has taken it to try again. */
	StoredRun retakenBy(UUID bootId) {
		return new StoredRun(this.runId, this.workflowId, this.workflowType, this.taskQueue, this.version + 1,
				this.nextEventId, this.lastTask, bootId, this.epoch + 1, Wake.NOW, 0, false, this.flags, this.priority);
	}

	/** The row after this node has claimed it. */
	StoredRun claimedBy(UUID bootId) {
		return new StoredRun(this.runId, this.workflowId, this.workflowType, this.taskQueue, this.version + 1,
				this.nextEventId, this.lastTask, bootId, this.epoch + 1, this.wakeAt, this.failedTasks, this.stuck,
				this.flags, this.priority);
	}

}
