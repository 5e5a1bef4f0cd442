package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;

import dev.holdfast.activity.DynamicActivity;
import dev.holdfast.payload.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.interceptor.TransactionAttribute;

/**
 * An activity type.
 *
 * @param type its name, for instance {@code Greetings.greet}
 * @param aliases other names of the type
 * @param beanName the bean that has it
 * @param beanClass the class of that bean
 * @param method the method that carries the annotation's meaning, as the class declares
 * it
 * @param parameterTypes its parameters, generics resolved
 * @param resultType its result, generics resolved; for a stage, what it completes with
 * @param options what the annotation and properties say
 * @param transaction how it is transactional, or {@code null} if it is not
 */
public record ActivityDefinition(String type, List<String> aliases, String beanName, Class<?> beanClass, Method method,
		Type[] parameterTypes, Type resultType, ActivityLayer options, @Nullable TransactionAttribute transaction) {

	/** Whether it returns a stage and completes as that does. */
	public boolean isAsynchronous() {
		return CompletionStage.class.isAssignableFrom(this.method.getReturnType());
	}

	/** Whether it stands for all types that the application has no other activity for. */
	public boolean isDynamic() {
		return DynamicActivity.class.isAssignableFrom(this.beanClass) && this.method.getName().equals("execute")
				&& this.parameterTypes.length == 1 && this.parameterTypes[0] == Arguments.class;
	}

	/** The same activity, standing for a type. */
	public ActivityDefinition as(String otherType) {
		return new ActivityDefinition(otherType, this.aliases, this.beanName, this.beanClass, this.method,
				this.parameterTypes, this.resultType, this.options, this.transaction);
	}

	/**
	 * The task queue that the type is bound to, or {@code null} if it runs on the queue
	 * of the workflow.
	 */
	public @Nullable String taskQueue() {
		return this.options.taskQueue();
	}

}
