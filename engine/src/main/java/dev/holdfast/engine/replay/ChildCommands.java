package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.Map;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.ChildAttributes.ChildCancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** Starts of child workflows by the code of a run. */
final class ChildCommands {

	private final RunContext context;

	ChildCommands(RunContext context) {
		this.context = context;
	}

	<R extends @Nullable Object> ChildCall<R> child(MethodReference method, @Nullable Object... arguments) {
		ReferencedMethod referenced = ReferencedMethod.of(method);
		WorkflowDefinition child = this.context.services().definitions().workflowOf(referenced.type());
		if (child == null || !child.main().method().getName().equals(referenced.method().getName())) {
			throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
					+ " is no workflow method of this application. Annotate the class with @Workflow and the method with"
					+ " @WorkflowMethod.");
		}
		return new EngineChildCall<>(this.context, child.type(), child, child.main().resultType(), arguments);
	}

	<R extends @Nullable Object> ChildCall<R> child(String workflowType, Type resultType,
			@Nullable Object... arguments) {
		return new EngineChildCall<>(this.context, workflowType,
				this.context.services().definitions().workflow(workflowType), resultType, arguments);
	}

	Promise<Object> initiateChild(String type, @Nullable String workflowId, @Nullable String taskQueue,
			Map<String, String> memo, @Nullable Map<String, SearchAttributeValue> searchAttributes,
			@Nullable Long executionTimeout, ParentClosePolicy policy, @Nullable Object[] arguments, Type resultType) {
		Coroutine coroutine = this.context.coroutine("Starting child workflow " + type);
		coroutine.scope().throwIfCanceled();
		this.context.pending().requireRoom("child workflows");
		String id = (workflowId != null) ? workflowId
				: this.context.identity().runId() + ":" + this.context.log().nextEventId();
		byte[] data = this.context.payloads().writeArguments(arguments, "The arguments of child workflow '" + id + "'");
		HistoryEvent event = this.context.log()
			.record(new ChildInitiated(type, id, this.context.values().nextUuid(),
					(taskQueue != null) ? taskQueue : this.context.started().taskQueue(), Map.copyOf(memo),
					searchAttributes, executionTimeout, null, null, null, policy, null, null, null), data);
		DurablePromise<Object> promise = new DurablePromise<>(this.context);
		PendingItem<ChildInitiated> item = new PendingItem<>(event, (ChildInitiated) event.attributes(), promise,
				resultType, coroutine.scope());
		item.cancelWith((reason) -> {
			this.context.log().record(new ChildCancelRequested(item.id(), reason), null);
			item.step(PendingItem.Cause.REQUEST_CANCEL);
		});
		this.context.pending().addChild(item);
		return promise;
	}

}
