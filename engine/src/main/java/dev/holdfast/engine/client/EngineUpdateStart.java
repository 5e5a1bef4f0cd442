package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.util.UUID;

import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.UpdateStart;
import dev.holdfast.engine.replay.Identifiers;
import org.jspecify.annotations.Nullable;

/** An update that is being put together. */
final class EngineUpdateStart<U extends @Nullable Object> implements UpdateStart<U> {

	private final ClientServices services;

	private final String workflowId;

	private final Type resultType;

	private final Request request;

	private String updateId;

	private @Nullable UpdateStage stage;

	/** Requests the update with an id; answers the run that receives it. */
	@FunctionalInterface
	interface Request {

		UUID send(String updateId);

	}

	EngineUpdateStart(ClientServices services, String workflowId, String updateId, Type resultType, Request request) {
		this.services = services;
		this.workflowId = workflowId;
		this.updateId = updateId;
		this.resultType = resultType;
		this.request = request;
	}

	@Override
	public UpdateStart<U> id(String updateId) {
		this.updateId = Identifiers.requireUpdateId(updateId);
		return this;
	}

	@Override
	public UpdateStart<U> waitFor(UpdateStage stage) {
		this.stage = stage;
		return this;
	}

	@Override
	public UpdateHandle<U> start() {
		UpdateStage waitFor = this.stage;
		if (waitFor != null) {
			this.services.updates().requireMayWait("To wait for an update");
		}
		Updates.Key key = new Updates.Key(this.workflowId, this.request.send(this.updateId), this.updateId);
		if (waitFor != null) {
			this.services.updates().await(key, waitFor, null);
		}
		return new EngineUpdateHandle<>(this.services, key, this.resultType);
	}

	@Override
	public U execute() {
		this.services.updates().requireMayWait("To request an update and wait for its result");
		this.stage = null;
		return start().result();
	}

}
