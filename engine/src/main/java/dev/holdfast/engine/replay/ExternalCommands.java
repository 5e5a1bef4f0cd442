package dev.holdfast.engine.replay;

import java.util.Arrays;
import java.util.UUID;

import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.ChildAttributes.ExternalCancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ExternalRequestFailed;
import dev.holdfast.engine.history.ChildAttributes.ExternalSignalRequested;
import dev.holdfast.engine.history.ChildAttributes;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.failure.ExternalWorkflowFailure;
import dev.holdfast.interceptor.CancelRequest;
import dev.holdfast.interceptor.SignalRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.ReferencedMethod;
import dev.holdfast.workflow.ExternalWorkflow;
import dev.holdfast.workflow.Promise;
import org.jspecify.annotations.Nullable;

/** What the code of a run sends to other executions. */
final class ExternalCommands {

	private final RunContext context;

	ExternalCommands(RunContext context) {
		this.context = context;
	}

	<W> ExternalWorkflow<W> external(String workflowId, @Nullable String runId) {
		return new EngineExternalWorkflow<>(this, Identifiers.requireWorkflowId(workflowId),
				(runId != null) ? Identifiers.requireRunId(runId) : null);
	}

	Promise<@Nullable Void> signal(String workflowId, @Nullable UUID runId, MethodReference method,
			@Nullable Object[] arguments) {
		return signal(workflowId, runId, signalName(ReferencedMethod.of(method)), arguments);
	}

	private String signalName(ReferencedMethod referenced) {
		WorkflowDefinition workflow = this.context.services().definitions().workflowOf(referenced.type());
		if (workflow != null) {
			for (HandlerDefinition handler : workflow.signals().values()) {
				if (handler.method().getName().equals(referenced.method().getName())
						&& handler.parameterTypes().length == referenced.method().getParameterCount()) {
					return handler.name();
				}
			}
		}
		throw new IllegalArgumentException(referenced.type().getName() + "::" + referenced.method().getName()
				+ " is not marked with @SignalMethod in a workflow of this application. To signal a workflow that"
				+ " another application hosts, give the name of the signal.");
	}

	Promise<@Nullable Void> signal(String workflowId, @Nullable UUID runId, String signal,
			@Nullable Object[] arguments) {
		Identifiers.requireSignalName(signal);
		SignalRequest request = new SignalRequest(workflowId, (runId != null) ? runId.toString() : null, signal,
				Arrays.asList(arguments), this.context.around().headers());
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::signal, request,
					(call) -> request(
							new ExternalSignalRequested(workflowId, runId, signal, CodeContext.stored(call.headers())),
							this.context.payloads()
								.writeArguments(call.arguments().toArray(),
										"The arguments of signal '" + signal + "'")));
	}

	Promise<@Nullable Void> cancel(String workflowId, @Nullable UUID runId, String reason) {
		CancelRequest request = new CancelRequest(workflowId, (runId != null) ? runId.toString() : null, reason);
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::cancel, request,
					(call) -> request(new ExternalCancelRequested(workflowId, runId, call.reason()), null));
	}

	private Promise<@Nullable Void> request(ChildAttributes command, byte @Nullable [] data) {
		this.context.coroutine(command.identity()).scope().throwIfCanceled();
		this.context.pending().requireRoom("external requests");
		HistoryEvent event = this.context.log().record(command, data);
		return await(event);
	}

	/** A promise that completes when a request is delivered. */
	DurablePromise<@Nullable Void> await(HistoryEvent request) {
		DurablePromise<@Nullable Void> promise = new DurablePromise<>(this.context);
		this.context.pending().addExternalRequest(request.id(), new ExternalRequest(request, promise));
		return promise;
	}

	void delivered(long requestId) {
		ExternalRequest request = this.context.pending().removeExternalRequest(requestId);
		if (request != null) {
			request.promise().complete(() -> null);
		}
	}

	void failed(ExternalRequestFailed failed) {
		ExternalRequest request = this.context.pending().removeExternalRequest(failed.requestId());
		if (request != null) {
			request.promise().fail(request.failure(failed.full()));
		}
	}

	/** A request whose delivery is awaited. */
	record ExternalRequest(HistoryEvent event, DurablePromise<@Nullable Void> promise) {

		ExternalWorkflowFailure failure(boolean full) {
			if (this.event.attributes() instanceof ExternalSignalRequested signal) {
				return new ExternalWorkflowFailure(signal.workflowId(), "Signal '" + signal.signal()
						+ "' was not delivered: " + why(signal.workflowId(), signal.runId(), full));
			}
			if (this.event.attributes() instanceof ExternalCancelRequested cancel) {
				return new ExternalWorkflowFailure(cancel.workflowId(),
						"Cancellation was not requested: " + why(cancel.workflowId(), cancel.runId(), full));
			}
			return new ExternalWorkflowFailure("", "The child has closed");
		}

		private static String why(String workflowId, @Nullable UUID runId, boolean full) {
			if (full) {
				return "as many messages as may wait for the execution '" + workflowId + "' do";
			}
			return "no execution with the id '" + workflowId + "' is open"
					+ ((runId != null) ? " as run " + runId : "");
		}

	}

}
