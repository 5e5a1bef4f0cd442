package dev.holdfast.engine.client;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import dev.holdfast.client.ResourceExhaustedException;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.MessageAttributes.UpdateRequested;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.RequestKeys;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Starts.Delivery;
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

	private final EngineIds ids;

	Messages(Store store, EventCodec codec, RunRegistry registry, EngineIds ids) {
		this.store = store;
		this.codec = codec;
		this.registry = registry;
		this.ids = ids;
	}

	/** An id for an update that was given none. */
	String newUpdateId() {
		return this.ids.next().toString();
	}

	void signal(RunTarget target, String signal, Map<String, String> headers, byte[] arguments) {
		require(sendSignal(target, signal, headers, arguments), target);
	}

	Delivery sendSignal(RunTarget target, String signal, Map<String, String> headers, byte[] arguments) {
		Identifiers.requireSignalName(signal);
		return this.store.starts()
			.sendIfRoom(target, (runId) -> message(runId, this.ids.next().toString(),
					new SignalReceived(signal, stored(headers), null), arguments), this.registry::deliver);
	}

	void signalOnce(RunTarget target, String requestId, String signal, Map<String, String> headers, byte[] arguments) {
		Identifiers.requireSignalName(signal);
		Identifiers.requireRequestId(requestId);
		require(sendOnce(target, (runId) -> message(runId, RequestKeys.signal(requestId),
				new SignalReceived(signal, stored(headers), null), arguments), signal), target);
	}

	/**
	 * Requests an update; of no effect if one with its id was requested before.
	 * @return the run that receives it
	 */
	UUID update(RunTarget target, String updateId, String update, Map<String, String> headers, byte[] arguments) {
		return require(sendUpdate(target, updateId, update, headers, arguments), target);
	}

	Delivery sendUpdate(RunTarget target, String updateId, String update, Map<String, String> headers,
			byte[] arguments) {
		Identifiers.requireUpdateName(update);
		return sendOnce(target, (runId) -> message(runId, RequestKeys.update(updateId),
				new UpdateRequested(updateId, update, stored(headers)), arguments), update);
	}

	private Delivery sendOnce(RunTarget target, Function<UUID, StoredMessage> message, String name) {
		return this.store.starts().sendOnce(target, message, () -> {
			StoredExecution last = this.store.reader().find(target);
			return (last != null) ? last.runId() : null;
		}, name, this.registry::deliver);
	}

	void cancel(RunTarget target, String reason) {
		if (!this.store.starts()
			.send(target, (runId) -> message(runId, this.ids.next().toString(), new CancelRequested(reason), null),
					this.registry::deliver)) {
			find(target);
		}
	}

	/**
	 * Throws what keeps a message from its run.
	 * @return the run
	 */
	UUID require(Delivery delivery, RunTarget target) {
		UUID runId = delivery.runId();
		if (runId == null) {
			throw new WorkflowNotRunningException(target.workflowId(), find(target).status());
		}
		if (delivery.sent() == Sent.FULL) {
			throw new ResourceExhaustedException("The message to workflow '" + target.workflowId()
					+ "' was not sent: 10,000 messages wait for its run already. Try again when it has taken some up.");
		}
		return runId;
	}

	private StoredExecution find(RunTarget target) {
		StoredExecution execution = this.store.reader().find(target);
		if (execution == null) {
			throw new WorkflowNotFoundException(target.workflowId());
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
