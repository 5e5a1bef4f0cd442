package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.interceptor.TransactionAttribute;

/**
 * An activity type.
 *
 * @param type its name, for instance {@code Greetings.greet}
 * @param beanName the bean that has it
 * @param beanClass the class of that bean
 * @param method the method that carries the annotation's meaning, as the class declares
 * it
 * @param parameterTypes its parameters, generics resolved
 * @param resultType its result, generics resolved; for a stage, what it completes with
 * @param options what the annotation and properties say
 * @param transaction how it is transactional, or {@code null} if it is not
 */
public record ActivityDefinition(String type, String beanName, Class<?> beanClass, Method method, Type[] parameterTypes,
		Type resultType, ActivityLayer options, @Nullable TransactionAttribute transaction) {

	/** Whether it returns a stage and completes as that does. */
	public boolean isAsynchronous() {
		return CompletionStage.class.isAssignableFrom(this.method.getReturnType());
	}

	/**
	 * The task queue that the type is bound to, or {@code null} if it runs on the queue
	 * of the workflow.
	 */
	public @Nullable String taskQueue() {
		return this.options.taskQueue();
	}

}
