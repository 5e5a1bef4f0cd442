package dev.holdfast.engine.definition;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.util.ReflectionUtils;

/**
 * Durable stubs: objects that look like an activity bean and turn each call into a call
 * of the durable activity. They hold no state; the run that calls is found on the thread.
 */
final class ActivityStubs {

	private ActivityStubs() {
	}

	/**
	 * Creates a stub.
	 * @param activities those of the bean that it stands for
	 * @param retryThreshold if it calls local activities, the longest delay before a
	 * further attempt that is not durable, in microseconds; otherwise {@code null}
	 */
	static Object create(Class<?> type, Collection<ActivityDefinition> activities, ActivityLayer injectionPoint,
			@Nullable Long retryThreshold) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTargetSource(EmptyTargetSource.forClass(type));
		if (type.isInterface()) {
			factory.setInterfaces(type);
		}
		else {
			factory.setProxyTargetClass(true);
		}
		factory.setOpaque(true);
		factory.addAdvice((MethodInterceptor) (invocation) -> call(type, activities, injectionPoint, retryThreshold,
				invocation.getMethod(), invocation.getArguments()));
		return factory.getProxy(type.getClassLoader());
	}

	private static @Nullable Object call(Class<?> type, Collection<ActivityDefinition> activities,
			ActivityLayer injectionPoint, @Nullable Long retryThreshold, Method method, @Nullable Object[] arguments) {
		if (ReflectionUtils.isToStringMethod(method)) {
			return "durable stub of " + type.getName();
		}
		List<ActivityDefinition> found = Definitions.withSignature(activities, method);
		if (found.isEmpty()) {
			throw new UnsupportedOperationException(type.getName() + "." + method.getName()
					+ " is no activity, so a workflow cannot call it. Annotate it with @ActivityMethod.");
		}
		ActivityDefinition activity = found.get(0);
		WorkflowRuntime runtime = CurrentWorkflow.get();
		if (!(runtime instanceof StubCalls calls)) {
			throw new IllegalStateException("A durable stub of " + type.getName() + " works only in workflow code");
		}
		Object result = (retryThreshold != null)
				? calls.callLocalActivity(activity, injectionPoint, retryThreshold, arguments)
				: calls.callActivity(activity, injectionPoint, arguments);
		return activity.isAsynchronous() ? CompletableFuture.completedFuture(result) : result;
	}

}
