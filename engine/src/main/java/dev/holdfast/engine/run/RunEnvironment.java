package dev.holdfast.engine.run;

import java.util.UUID;

import dev.holdfast.engine.BootId;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.activity.ActivityRunner;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.store.GroupCommitter;
import dev.holdfast.engine.store.MessageOrder;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.Starts;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * What every owned run works with.
 *
 * @param self who this node is
 * @param maxTaskAttempts after how many failed tasks in a row a run is stuck
 * @param replayEveryTask whether the code of a run leaves the memory after every task (a
 * mode for tests)
 * @param build the build of the application, which is recorded with each task, or
 * {@code null}
 */
public record RunEnvironment(BootId self, RunServices services, Workers workers, RunReader reader,
		GroupCommitter committer, Starts starts, EventCodec codec, MessageOrder order, EngineClock clock, Timers timers,
		ActivityRunner activities, EngineMetrics metrics, int maxTaskAttempts, boolean replayEveryTask,
		EngineThreads threads, EngineIds ids, @Nullable String build) {

	/** This node in its current life. */
	public UUID bootId() {
		return this.self.current();
	}

	/**
	 * The owner that a run is born with: this node, if it hosts workflows of the type on
	 * the queue and has room; otherwise {@code null}, and any node may claim it.
	 */
	public @Nullable UUID ownerAtBirth(String taskQueue, String workflowType) {
		return (this.workers.hostsWorkflow(taskQueue, workflowType) && this.workers.haveRoom()) ? bootId() : null;
	}

}
