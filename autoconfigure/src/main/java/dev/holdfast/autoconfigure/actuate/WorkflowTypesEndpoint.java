package dev.holdfast.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.UpdateDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Looks at the workflow types of this application and the messages that they take. */
@Endpoint(id = "workflowtypes", defaultAccess = Access.READ_ONLY)
final class WorkflowTypesEndpoint {

	private final Definitions definitions;

	WorkflowTypesEndpoint(Definitions definitions) {
		this.definitions = definitions;
	}

	@ReadOperation
	WorkflowTypes workflowTypes() {
		List<WorkflowType> types = new ArrayList<>();
		this.definitions.workflowVersions().forEach((workflow) -> types.add(workflowType(workflow)));
		WorkflowDefinition dynamic = this.definitions.dynamicWorkflow();
		if (dynamic != null) {
			types.add(workflowType(dynamic));
		}
		return new WorkflowTypes(types);
	}

	@ReadOperation
	@Nullable WorkflowType workflowType(@Selector String workflowType) {
		return workflowTypes().workflowTypes()
			.stream()
			.filter((found) -> found.name().equals(this.definitions.workflowName(workflowType)))
			.max(Comparator.comparingInt(WorkflowType::version))
			.orElse(null);
	}

	private static WorkflowType workflowType(WorkflowDefinition workflow) {
		return new WorkflowType(workflow.type(), workflow.version(), workflow.aliases(), workflow.description(),
				workflow.workflowClass().getName(), workflow.isDynamic(), workflow.taskQueue(),
				handlers(workflow.messages().signals().values()), handlers(workflow.messages().queries().values()),
				handlers(workflow.messages().updates().values().stream().map(UpdateDefinition::handler).toList()));
	}

	private static List<Handler> handlers(Collection<HandlerDefinition> methods) {
		return methods.stream().map((method) -> new Handler(method.name(), method.description())).toList();
	}

	/** All workflow types. */
	record WorkflowTypes(List<WorkflowType> workflowTypes) {
	}

	/**
	 * A version of a workflow type.
	 *
	 * @param aliases other names of the type
	 * @param description what it is for, or {@code null} if it does not say
	 * @param dynamic whether it stands for all types that no other class has
	 * @param taskQueue the queue it is bound to, or {@code null} if it runs on any
	 * @param signals methods that handle signals; what code registers besides is in the
	 * metadata of executions
	 */
	record WorkflowType(String name, int version, List<String> aliases, @Nullable String description,
			String workflowClass, boolean dynamic, @Nullable String taskQueue, List<Handler> signals,
			List<Handler> queries, List<Handler> updates) {
	}

	/**
	 * A method that messages call.
	 *
	 * @param description what it is for, or {@code null} if it does not say
	 */
	record Handler(String name, @Nullable String description) {
	}

}
