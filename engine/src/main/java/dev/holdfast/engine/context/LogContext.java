package dev.holdfast.engine.context;

import java.util.Map;
import java.util.UUID;

import dev.holdfast.context.ContextPropagator.Scope;

/** What every log line of user code says about where it comes from. */
public final class LogContext {

	private LogContext() {
	}

	/** The code of a workflow. */
	public static Scope workflow(String workflowId, UUID runId, String workflowType) {
		return MdcContextPropagator
			.put(Map.of("workflowId", workflowId, "runId", runId.toString(), "workflowType", workflowType));
	}

	/** An attempt of an activity. */
	public static Scope activity(String workflowId, UUID runId, String workflowType, String activityType, int attempt) {
		return MdcContextPropagator.put(Map.of("workflowId", workflowId, "runId", runId.toString(), "workflowType",
				workflowType, "activityType", activityType, "attempt", String.valueOf(attempt)));
	}

}
