package dev.holdfast.engine.client;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.interceptor.UpdateResultRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import org.jspecify.annotations.Nullable;

/** A way to an update. */
final class EngineUpdateHandle<U extends @Nullable Object> implements UpdateHandle<U> {

	private final ClientServices services;

	private final Updates.Key key;

	private final Type resultType;

	EngineUpdateHandle(ClientServices services, Updates.Key key, Type resultType) {
		this.services = services;
		this.key = key;
		this.resultType = resultType;
	}

	@Override
	public String updateId() {
		return this.key.updateId();
	}

	@Override
	public String workflowId() {
		return this.key.workflowId();
	}

	@Override
	public String runId() {
		return this.key.runId().toString();
	}

	@Override
	public U result() {
		return await(null);
	}

	@Override
	public U result(Duration timeout) {
		return await(timeout);
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private U await(@Nullable Duration timeout) {
		EngineWorkflowHandle.requireOutside("result", "an activity that waits");
		Updates updates = this.services.updates();
		return (U) this.services.around()
			.value(WorkflowClientInterceptor::updateResult, request(), (call) -> updates.read(this.key,
					updates.await(this.key, UpdateStage.COMPLETED, timeout), this.resultType));
	}

	private UpdateResultRequest request() {
		return new UpdateResultRequest(workflowId(), runId(), updateId(), this.resultType);
	}

	@Override
	@SuppressWarnings("unchecked")
	public CompletableFuture<U> resultAsync() {
		EngineWorkflowHandle.requireOutside("resultAsync", "an activity that waits");
		return (CompletableFuture<U>) this.services.around()
			.around(WorkflowClientInterceptor::updateResultAsync, request(),
					(call) -> this.services.updates().later(this.key, this.resultType));
	}

	@Override
	public String toString() {
		return this.key.toString();
	}

}
