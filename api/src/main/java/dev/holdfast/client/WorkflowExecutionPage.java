package dev.holdfast.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of executions.
 *
 * @param executions the executions, in the order of the query
 * @param nextCursor what to ask for the next page with, or {@code null} if this is the
 * last
 */
public record WorkflowExecutionPage(List<WorkflowExecution> executions, @Nullable String nextCursor) {

	public WorkflowExecutionPage {
		executions = List.copyOf(executions);
	}

}
