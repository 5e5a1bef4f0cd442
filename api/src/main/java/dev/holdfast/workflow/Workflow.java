package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.holdfast.activity.Retry;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * Marks a class whose {@link WorkflowMethod} is a durable workflow. Spring discovers it
 * as a bean; the engine creates one fresh instance for each execution, and gives its
 * constructor durable stubs of activities and nothing else. Fields are the state of the
 * execution: they survive crashes because the code is replayed from its history. The
 * class must not be final.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
public @interface Workflow {

	/**
	 * The type name that is stored; by default the simple name of the class or interface
	 * that carries this annotation.
	 */
	String name() default "";

	/**
	 * What the workflow is for, for people; see
	 * {@link dev.holdfast.client.WorkflowHandle#metadata()}.
	 */
	String description() default "";

	/**
	 * Other names of the type, which it had before: executions that began with one of
	 * them are carried on by this class, and their histories match wherever the type is
	 * compared.
	 */
	String[] aliases() default {};

	/**
	 * The version of the type that this class is; 0 and above. Several classes may have
	 * one type if their versions differ: new executions, those that continue as new among
	 * them, begin with the highest version, and each open one goes on with the version
	 * that it began with. Executions that began before the type had versions go on with
	 * the lowest.
	 */
	int version() default 0;

	/**
	 * The task queue on which executions start unless the start says otherwise;
	 * {@code default} by default. May have placeholders.
	 */
	String taskQueue() default "";

	/**
	 * Exceptions, with their subclasses, that fail the execution. Any other exception
	 * that is no {@link dev.holdfast.failure.WorkflowFailure} fails only the workflow
	 * task, which is tried again. The property {@code holdfast.workflow.fail-on} lists
	 * further ones for all workflows.
	 */
	Class<? extends Throwable>[] failOn() default {};

	/**
	 * Whether signal and update handlers of an execution run one after the other, each to
	 * its end, in the order in which the messages arrived. By default one that blocks
	 * lets the next begin. The workflow method is not affected.
	 */
	boolean serialHandlers() default false;

	/**
	 * How an execution that fails is tried again, as a new run of its chain, unless its
	 * start, or the call of the workflow that has it as a child, gives another policy.
	 * Nothing said means that it is not.
	 */
	Retry retry() default @Retry;

}
