package dev.holdfast.engine.interception;

import java.util.List;

import dev.holdfast.interceptor.ActivityCompletionInterceptor;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ScheduleClientInterceptor;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;

/**
 * The interceptors of the application, each kind in its order. Thread-safe.
 *
 * @param clients around calls of workflow clients
 * @param inbound around the code of workflows
 * @param outbound around what the code of workflows asks for
 * @param activities around activities
 * @param completions around what is said of activities from outside
 * @param schedules around calls of schedule clients
 */
public record Interceptors(Layers<WorkflowClientInterceptor> clients, Layers<WorkflowInboundInterceptor> inbound,
		Layers<WorkflowOutboundInterceptor> outbound, Layers<ActivityInterceptor> activities,
		Layers<ActivityCompletionInterceptor> completions, Layers<ScheduleClientInterceptor> schedules) {

	/** No interceptors. */
	public static final Interceptors NONE = of(Interceptors::nothing);

	/** Where interceptors come from. */
	@FunctionalInterface
	public interface Source {

		/** All of a type, the outermost first. */
		<I> List<I> ordered(Class<I> type);

	}

	/** All interceptors that there are. */
	public static Interceptors of(Source source) {
		return new Interceptors(new Layers<>(source.ordered(WorkflowClientInterceptor.class)),
				new Layers<>(source.ordered(WorkflowInboundInterceptor.class)),
				new Layers<>(source.ordered(WorkflowOutboundInterceptor.class)),
				new Layers<>(source.ordered(ActivityInterceptor.class)),
				new Layers<>(source.ordered(ActivityCompletionInterceptor.class)),
				new Layers<>(source.ordered(ScheduleClientInterceptor.class)));
	}

	private static <I> List<I> nothing(Class<I> type) {
		return List.of();
	}

}
