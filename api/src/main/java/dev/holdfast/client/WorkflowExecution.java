package dev.holdfast.client;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.holdfast.workflow.SearchAttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is, without what happened in it.
 *
 * @param workflowId its id
 * @param runId its run
 * @param workflowType its type
 * @param taskQueue its task queue
 * @param status its state
 * @param startedAt when it started
 * @param closedAt when it closed, or {@code null} while it is open
 * @param parentWorkflowId the id of its parent, or {@code null} if there is none
 * @param parentRunId the run of its parent, or {@code null} if there is none
 * @param historyLength how many events its history has
 * @param searchAttributes its search attributes by name, in alphabetical order: values of
 * the types {@code String}, {@code List<String>}, {@code Long}, {@code Double},
 * {@code Boolean} and {@code Instant}
 */
public record WorkflowExecution(String workflowId, String runId, String workflowType, String taskQueue,
		WorkflowStatus status, Instant startedAt, @Nullable Instant closedAt, @Nullable String parentWorkflowId,
		@Nullable String parentRunId, long historyLength, Map<String, Object> searchAttributes) {

	public WorkflowExecution {
		searchAttributes = (searchAttributes != null) ? Collections.unmodifiableMap(new TreeMap<>(searchAttributes))
				: Map.of();
	}

	/**
	 * The value of a search attribute, if the execution has it.
	 * @throws dev.holdfast.workflow.InvalidSearchAttributeException if it has another
	 * type
	 */
	public <T> Optional<T> searchAttribute(SearchAttributeKey<T> key) {
		return key.in(this.searchAttributes);
	}

	/** The same with other search attributes. */
	public WorkflowExecution withSearchAttributes(Map<String, Object> searchAttributes) {
		return new WorkflowExecution(this.workflowId, this.runId, this.workflowType, this.taskQueue, this.status,
				this.startedAt, this.closedAt, this.parentWorkflowId, this.parentRunId, this.historyLength,
				searchAttributes);
	}

}
