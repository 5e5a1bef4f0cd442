package dev.holdfast.engine.client;

import java.util.UUID;

import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.engine.run.RunRegistry;
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

	void signal(String workflowId, UUID runId, String signal, byte[] arguments) {
		Identifiers.requireSignalName(signal);
		if (!send(workflowId, runId, new SignalReceived(signal, null), arguments)) {
			throw new WorkflowNotRunningException(workflowId, require(workflowId, runId).status());
		}
	}

	void cancel(String workflowId, UUID runId, String reason) {
		if (!send(workflowId, runId, new CancelRequested(reason), null)) {
			require(workflowId, runId);
		}
	}

	private StoredExecution require(String workflowId, UUID runId) {
		StoredExecution execution = this.store.reader().execution(runId);
		if (execution == null) {
			throw new WorkflowNotFoundException(workflowId);
		}
		return execution;
	}

	private boolean send(String workflowId, UUID runId, EventAttributes attributes, byte @Nullable [] data) {
		StoredMessage message = StoredMessage.of(runId, UUID.randomUUID().toString(), this.store.order(), this.codec,
				attributes, data);
		return this.store.starts().send(workflowId, message, this.registry::deliver);
	}

}
