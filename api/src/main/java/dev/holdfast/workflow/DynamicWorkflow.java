package dev.holdfast.workflow;

import dev.holdfast.payload.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * A workflow for all types that no other workflow of the application has: for definitions
 * that are data, such as those that users draw. A class with {@link Workflow} implements
 * it; an application has one at most. Which type it stands for says
 * {@code Workflows.info().workflowType()}. Executions are started by name.
 */
public interface DynamicWorkflow {

	/**
	 * Runs an execution.
	 * @param arguments what it was started with
	 * @return its result
	 */
	@WorkflowMethod
	@Nullable Object execute(Arguments arguments);

}
