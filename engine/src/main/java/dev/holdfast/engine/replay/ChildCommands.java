package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.UUID;
import java.util.function.BiFunction;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.ChildAttributes.ChildCancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import dev.holdfast.workflow.ChildCall;
import dev.holdfast.workflow.ChildCancellationType;
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

	/**
	 * Starts a child.
	 * @param command makes the command from the ids that the child gets
	 */
	PendingItem<ChildInitiated> initiate(String type, @Nullable String workflowId, @Nullable Object[] arguments,
			Type resultType, BiFunction<String, UUID, ChildInitiated> command) {
		Coroutine coroutine = this.context.coroutine("Starting child workflow " + type);
		coroutine.scope().throwIfCanceled();
		this.context.pending().requireRoom("child workflows");
		String id = (workflowId != null) ? workflowId
				: this.context.values().seed() + ":" + this.context.log().idOfNext();
		byte[] data = this.context.payloads().writeArguments(arguments, "The arguments of child workflow '" + id + "'");
		HistoryEvent event = this.context.log().record(command.apply(id, this.context.values().nextUuid()), data);
		DurablePromise<Object> promise = new DurablePromise<>(this.context);
		PendingItem<ChildInitiated> item = new PendingItem<>(event, (ChildInitiated) event.attributes(), promise,
				resultType, coroutine.scope());
		item.cancelWith((reason) -> cancel(item, reason));
		this.context.pending().addChild(item);
		return item;
	}

	/** The scope of a child is cancelled. Until it closes, it stays a child. */
	private void cancel(PendingItem<ChildInitiated> child, String reason) {
		ChildInitiated attributes = child.attributes();
		ChildWorkflowFailure canceled = new ChildWorkflowFailure(attributes.workflowType(), attributes.workflowId(),
				new CanceledFailure(reason));
		ChildCancellationType type = attributes.cancellationOrDefault();
		if (type == ChildCancellationType.ABANDON) {
			child.step(PendingItem.Cause.ABANDON);
			child.promise().fail(canceled);
			return;
		}
		HistoryEvent request = this.context.log().record(new ChildCancelRequested(child.id(), reason), null);
		child.step(PendingItem.Cause.REQUEST_CANCEL);
		if (type == ChildCancellationType.TRY_CANCEL) {
			child.promise().fail(canceled);
		}
		else if (type == ChildCancellationType.WAIT_CANCELLATION_REQUESTED) {
			DurablePromise<@Nullable Void> delivery = this.context.externals().await(request);
			delivery.whenCompleted(() -> {
				if (delivery.failure() == null) { // otherwise it has closed, and its
													// result is on its way
					child.promise().fail(canceled);
				}
			});
		}
	}

}
