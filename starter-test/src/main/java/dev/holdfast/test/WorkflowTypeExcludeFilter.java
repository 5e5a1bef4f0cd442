package dev.holdfast.test;

import java.io.IOException;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.interceptor.ActivityCompletionInterceptor;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ScheduleClientInterceptor;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.workflow.Workflow;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.core.type.filter.TypeFilter;

/**
 * Leaves of an application what workflows are made of. The annotation of an activity may
 * stand on an interface of its class.
 */
final class WorkflowTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<WorkflowTest> {

	private static final List<TypeFilter> INCLUDED = List.of(new AnnotationTypeFilter(Workflow.class, true, true),
			new AnnotationTypeFilter(Activity.class, true, true), new AssignableTypeFilter(ContextPropagator.class),
			new AssignableTypeFilter(PayloadCodec.class), new AssignableTypeFilter(ActivityInterceptor.class),
			new AssignableTypeFilter(ActivityCompletionInterceptor.class),
			new AssignableTypeFilter(WorkflowClientInterceptor.class),
			new AssignableTypeFilter(WorkflowInboundInterceptor.class),
			new AssignableTypeFilter(WorkflowOutboundInterceptor.class),
			new AssignableTypeFilter(ScheduleClientInterceptor.class));

	WorkflowTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected boolean defaultInclude(MetadataReader metadataReader, MetadataReaderFactory metadataReaderFactory)
			throws IOException {
		for (TypeFilter filter : INCLUDED) {
			if (filter.match(metadataReader, metadataReaderFactory)) {
				return true;
			}
		}
		return super.defaultInclude(metadataReader, metadataReaderFactory);
	}

}
