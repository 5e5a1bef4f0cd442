package dev.holdfast.test;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;

import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/** What surrounds the code of a workflow in the application, and so in a replay. */
record Surroundings(ContextPropagators contexts, Interceptors interceptors) {

	/** Nothing. */
	static final Surroundings NONE = new Surroundings(ContextPropagators.NONE, Interceptors.NONE);

	/**
	 * Interceptors and context propagators, in their order.
	 * @throws IllegalArgumentException if one is neither
	 */
	static Surroundings of(Object... surroundings) {
		List<Object> ordered = new ArrayList<>(List.of(surroundings));
		for (Object one : ordered) {
			if (!(one instanceof WorkflowInboundInterceptor || one instanceof WorkflowOutboundInterceptor
					|| one instanceof ContextPropagator)) {
				throw new IllegalArgumentException(one.getClass().getName()
						+ " does not surround the code of workflows: give WorkflowInboundInterceptors,"
						+ " WorkflowOutboundInterceptors and ContextPropagators");
			}
		}
		AnnotationAwareOrderComparator.sort(ordered);
		Given given = new Given(ordered);
		return new Surroundings(new ContextPropagators(given.ordered(ContextPropagator.class)), Interceptors.of(given));
	}

	private record Given(List<Object> all) implements Interceptors.Source {

		@Override
		public <I> List<I> ordered(Class<I> type) {
			return this.all.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

}
