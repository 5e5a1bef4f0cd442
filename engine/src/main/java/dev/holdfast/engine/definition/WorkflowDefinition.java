package dev.holdfast.engine.definition;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.workflow.DynamicWorkflow;
import org.jspecify.annotations.Nullable;

/**
 * A workflow type.
 *
 * @param type its name
 * @param version which version of the type this is
 * @param aliases other names of the type
 * @param description what it is for, for people, or {@code null} if it does not say
 * @param beanName the bean that has it
 * @param workflowClass its class
 * @param taskQueue the queue it is bound to, or {@code null} if it runs on any
 * @param failOn exceptions that fail the execution and not only the task: those of the
 * annotation and those of all workflows
 * @param retry how executions that fail are tried again unless somebody says otherwise,
 * or {@code null} if they are not
 * @param constructor what creates an instance
 * @param main the workflow method
 * @param messages the methods that messages call
 */
public record WorkflowDefinition(String type, int version, List<String> aliases, @Nullable String description,
		String beanName, Class<?> workflowClass, @Nullable String taskQueue, List<Class<? extends Throwable>> failOn,
		@Nullable RetryPolicy retry, WorkflowConstructor constructor, HandlerDefinition main, MessageMethods messages) {

	/** Its signal handlers by name. */
	public Map<String, HandlerDefinition> signals() {
		return this.messages.signals();
	}

	/** Its query handlers by name. */
	public Map<String, HandlerDefinition> queries() {
		return this.messages.queries();
	}

	/** Whether it stands for all types that the application has no other workflow for. */
	public boolean isDynamic() {
		return DynamicWorkflow.class.isAssignableFrom(this.workflowClass);
	}

	/** The same workflow, standing for a type. */
	public WorkflowDefinition as(String otherType) {
		return new WorkflowDefinition(otherType, this.version, this.aliases, this.description, this.beanName,
				this.workflowClass, this.taskQueue, this.failOn, this.retry, this.constructor, this.main,
				this.messages);
	}

	/**
	 * Creates the instance of one execution.
	 * @param arguments the arguments of the workflow method
	 */
	public Object newInstance(@Nullable Object[] arguments) throws Throwable {
		return this.constructor.create(arguments);
	}

	/**
	 * The options of an activity that is called by reference: its own, and above them
	 * those of the constructor parameter that it would be called through, if there is
	 * exactly one.
	 */
	public ActivityLayer optionsOf(ActivityDefinition activity) {
		List<InjectionPoint> fitting = this.constructor.parameters()
			.stream()
			.filter(Objects::nonNull)
			.filter((point) -> point.beanClass() == activity.beanClass())
			.toList();
		return (fitting.size() == 1) ? fitting.get(0).options().over(activity.options()) : activity.options();
	}

	/** Whether an exception fails the execution. */
	public boolean failsOn(Throwable thrown) {
		return this.failOn.stream().anyMatch((type) -> type.isInstance(thrown));
	}

}
