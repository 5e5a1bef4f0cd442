package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/** A child workflow did not complete. The {@linkplain #getCause() cause} says why. */
public final class ChildWorkflowFailure extends WorkflowFailure {

	private final String workflowType;

	private final String workflowId;

	public ChildWorkflowFailure(String workflowType, String workflowId, @Nullable Throwable cause) {
		this(workflowType, workflowId, null, cause);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public ChildWorkflowFailure(String workflowType, String workflowId, @Nullable String originalStackTrace,
			@Nullable Throwable cause) {
		super("Child workflow failed", "Child workflow " + workflowType + " '" + workflowId + "' failed",
				originalStackTrace, cause);
		this.workflowType = workflowType;
		this.workflowId = workflowId;
	}

	public String workflowType() {
		return this.workflowType;
	}

	public String workflowId() {
		return this.workflowId;
	}

}
