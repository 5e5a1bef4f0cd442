package dev.holdfast.engine.store;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Whom a client means: one run, a chain of runs, or whatever has a workflow id.
 *
 * @param runId the only run that is meant, or {@code null}
 * @param firstRunId the first run of the chain that is meant, or {@code null}
 */
public record RunTarget(String workflowId, @Nullable UUID runId, @Nullable UUID firstRunId) {

	/** Only this run. */
	public static RunTarget run(String workflowId, UUID runId) {
		return new RunTarget(workflowId, runId, null);
	}

	/** The chain that began with this run, wherever it has got to. */
	public static RunTarget chain(String workflowId, UUID firstRunId) {
		return new RunTarget(workflowId, null, firstRunId);
	}

	/** Whatever has the id. */
	public static RunTarget latest(String workflowId) {
		return new RunTarget(workflowId, null, null);
	}

	/** Whether the run that is open now is meant. */
	boolean means(CurrentRun current) {
		if (this.runId != null) {
			return this.runId.equals(current.runId());
		}
		return this.firstRunId == null || this.firstRunId.equals(current.firstRunId());
	}

}
