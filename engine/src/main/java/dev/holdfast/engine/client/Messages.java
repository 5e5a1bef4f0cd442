package dev.holdfast.engine.client;

import java.util.Map;
import java.util.UUID;

import dev.holdfast.client.ResourceExhaustedException;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.MessageAttributes.UpdateRequested;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.RequestKeys;
import dev.holdfast.engine.store.Starts.Sent;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import dev.holdfast.engine.store.StoredMessage;
import org.jspecify.annotations.Nullable;

/** Sends messages to executions, in the transaction of the caller if there is one. */
final class Messages {

	private final Store store;

	private final EventCodec codec;

	private final RunRegistry registry;

	Messages(Store store, EventCodec codec, RunRegistry registry) {
		this.store = store;
		this.codec = codec;
		this.registry = registry;
	}

	void signal(String workflowId, UUID runId, String signal, Map<String, String> headers, byte[] arguments) {
		require(sendSignal(workflowId, runId, signal, headers, arguments), workflowId, runId);
	}

	Sent sendSignal(String workflowId, UUID runId, String signal, Map<String, String> headers, byte[] arguments) {
		Identifiers.requireSignalName(signal);
		return this.store.starts()
			.sendIfRoom(workflowId, message(runId, UUID.randomUUID().toString(),
					new SignalReceived(signal, stored(headers)), arguments), this.registry::deliver);
	}

	void signalOnce(String workflowId, UUID runId, String requestId, String signal, Map<String, String> headers,
			byte[] arguments) {
		Identifiers.requireSignalName(signal);
		Identifiers.requireRequestId(requestId);
		require(this.store.starts()
			.sendOnce(workflowId, message(runId, RequestKeys.signal(requestId),
					new SignalReceived(signal, stored(headers)), arguments), signal, this.registry::deliver),
				workflowId, runId);
	}

	/** Requests an update; of no effect if one with its id was requested before. */
	void update(String workflowId, UUID runId, String updateId, String update, Map<String, String> headers,
			byte[] arguments) {
		require(sendUpdate(workflowId, runId, updateId, update, headers, arguments), workflowId, runId);
	}

	Sent sendUpdate(String workflowId, UUID runId, String updateId, String update, Map<String, String> headers,
			byte[] arguments) {
		Identifiers.requireUpdateName(update);
		return this.store.starts()
			.sendOnce(
					workflowId, message(runId, RequestKeys.update(updateId),
							new UpdateRequested(updateId, update, stored(headers)), arguments),
					update, this.registry::deliver);
	}

	void cancel(String workflowId, UUID runId, String reason) {
		if (!this.store.starts()
			.send(workflowId, message(runId, UUID.randomUUID().toString(), new CancelRequested(reason), null),
					this.registry::deliver)) {
			require(workflowId, runId);
		}
	}

	/** Throws what keeps a message from its run. */
	void require(Sent sent, String workflowId, UUID runId) {
		switch (sent) {
			case NOT_OPEN -> throw new WorkflowNotRunningException(workflowId, require(workflowId, runId).status());
			case FULL -> throw new ResourceExhaustedException("The message to workflow '" + workflowId
					+ "' was not sent: 10,000 messages wait for its run already. Try again when it has taken some up.");
			case SENT, KNOWN -> {
				// the run receives it, or has
			}
		}
	}

	private StoredExecution require(String workflowId, UUID runId) {
		StoredExecution execution = this.store.reader().execution(runId);
		if (execution == null) {
			throw new WorkflowNotFoundException(workflowId);
		}
		return execution;
	}

	private static @Nullable Map<String, String> stored(Map<String, String> headers) {
		return headers.isEmpty() ? null : headers;
	}

	private StoredMessage message(UUID runId, String key, EventAttributes attributes, byte @Nullable [] data) {
		return StoredMessage.of(runId, key, this.store.order(), this.codec, attributes, data);
	}

}
