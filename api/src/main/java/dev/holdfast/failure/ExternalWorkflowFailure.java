package dev.holdfast.failure;

import org.jspecify.annotations.Nullable;

/**
 * What a workflow sent to another execution was not delivered, because no open execution
 * has the id, the run that was meant has closed, or too many messages wait for it.
 */
public final class ExternalWorkflowFailure extends WorkflowFailure {

	private final String workflowId;

	public ExternalWorkflowFailure(String workflowId, String reason) {
		this(workflowId, reason, null, null);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public ExternalWorkflowFailure(String workflowId, String reason, @Nullable String originalStackTrace,
			@Nullable Throwable cause) {
		super(reason, reason, originalStackTrace, cause);
		this.workflowId = workflowId;
	}

	/** The id of the execution that was to receive it. */
	public String workflowId() {
		return this.workflowId;
	}

}
