package dev.holdfast.engine.client;

import java.util.UUID;
import java.util.function.Consumer;

import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.ActivityNotFoundException;
import dev.holdfast.engine.activity.AttemptFailures;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.activity.TaskToken;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityHeartbeat;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.interception.Layers;
import dev.holdfast.engine.interception.Layers.AroundValue;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.ActivityAnswers;
import dev.holdfast.engine.store.OutsideActivity;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.interceptor.ActivityCompletion;
import dev.holdfast.interceptor.ActivityCompletionInterceptor;
import dev.holdfast.interceptor.ActivityFailing;
import dev.holdfast.interceptor.ActivityReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells runs what becomes of activities that are completed from outside. What it says is
 * a message, so it reaches the run wherever that is.
 */
public final class EngineActivityCompletionClient implements ActivityCompletionClient {

	private static final String CANCEL_REASON = "the workflow has asked the activity to stop";

	private final Store store;

	private final ActivityAnswers answers;

	private final PayloadMapper payloads;

	private final EventCodec codec;

	private final RunRegistry registry;

	private final EngineIds ids;

	private final Layers<ActivityCompletionInterceptor> interceptors;

	public EngineActivityCompletionClient(Store store, PayloadMapper payloads, EventCodec codec, RunRegistry registry,
			EngineIds ids, Layers<ActivityCompletionInterceptor> interceptors) {
		this.store = store;
		this.answers = store.starts().answers();
		this.payloads = payloads;
		this.codec = codec;
		this.registry = registry;
		this.ids = ids;
		this.interceptors = interceptors;
	}

	@Override
	public OpenActivity activity(String taskToken) {
		requireOutside();
		TaskToken token = TaskToken.parse(taskToken);
		return new Target(token.workflowId(), token.runId(), token.activityId(), token.attempt());
	}

	@Override
	public OpenActivity activity(String workflowId, long activityId) {
		requireOutside();
		return new Target(Identifiers.requireWorkflowId(workflowId), null, activityId, null);
	}

	@Override
	public OpenActivity activity(String workflowId, String runId, long activityId) {
		requireOutside();
		Identifiers.requireWorkflowId(workflowId);
		try {
			return new Target(workflowId, UUID.fromString(runId), activityId, null);
		}
		catch (IllegalArgumentException ex) {
			throw new ActivityNotFoundException(workflowId, activityId, "there is no run '" + runId + "'");
		}
	}

	private static void requireOutside() {
		EngineWorkflowHandle.requireOutside("ActivityCompletionClient.activity", "the result of an activity");
	}

	private final class Target implements OpenActivity {

		private final String workflowId;

		private final @Nullable UUID runId;

		private final long activityId;

		private final @Nullable Integer attempt;

		Target(String workflowId, @Nullable UUID runId, long activityId, @Nullable Integer attempt) {
			this.workflowId = workflowId;
			this.runId = runId;
			this.activityId = activityId;
			this.attempt = attempt;
		}

		private ActivityReference reference() {
			return new ActivityReference(this.workflowId, (this.runId != null) ? this.runId.toString() : null,
					this.activityId);
		}

		/** Says something of the activity once interceptors let it pass. */
		private <C> void say(AroundValue<ActivityCompletionInterceptor, C> around, C call, Consumer<C> end) {
			requireOutside();
			EngineActivityCompletionClient.this.interceptors.value(around, call, (changed) -> {
				end.accept(changed);
				return null;
			});
		}

		@Override
		public void complete(@Nullable Object result) {
			say(ActivityCompletionInterceptor::complete, new ActivityCompletion(reference(), result), (call) -> {
				byte[] data = EngineActivityCompletionClient.this.payloads.write(call.value(),
						"The result of activity " + this.activityId + " of workflow '" + this.workflowId + "'");
				answer((open) -> end(open, new ActivityCompleted(this.activityId, open.attempt()), data));
			});
		}

		@Override
		public void fail(Throwable failure) {
			say(ActivityCompletionInterceptor::fail, new ActivityFailing(reference(), failure),
					(call) -> answer((open) -> end(open,
							new ActivityAttemptFailed(this.activityId, open.attempt(), record(open, call.failure())),
							null)));
		}

		private FailureRecord record(OutsideActivity open, Throwable failure) {
			StoredEvent event = EngineActivityCompletionClient.this.store.reader().event(open.runId(), this.activityId);
			return (event != null && EngineActivityCompletionClient.this.store.reader()
				.decode(open.runId(), event)
				.attributes() instanceof ActivityScheduled scheduled)
						? AttemptFailures.of(failure, scheduled.policy().retry(),
								EngineActivityCompletionClient.this.payloads)
						: Failures.toRecord(failure, EngineActivityCompletionClient.this.payloads);
		}

		@Override
		public void cancel() {
			say(ActivityCompletionInterceptor::cancel, reference(), (call) -> answer((open) -> {
				if (!open.cancelRequested()) {
					throw new IllegalStateException("The workflow has not asked activity " + this.activityId
							+ " of workflow '" + this.workflowId + "' to stop: complete or fail it instead.");
				}
				return end(open,
						new ActivityAttemptFailed(this.activityId, open.attempt(), Failures.canceled(CANCEL_REASON)),
						null);
			}));
		}

		@Override
		public void heartbeat(@Nullable Object details) {
			say(ActivityCompletionInterceptor::heartbeat, new ActivityCompletion(reference(), details),
					(call) -> beat(call.value()));
		}

		private void beat(@Nullable Object details) {
			byte[] data = (details != null)
					? EngineActivityCompletionClient.this.payloads.write(details, "The details of a heartbeat") : null;
			answer((open) -> {
				if (open.cancelRequested()) {
					throw new CanceledFailure(CANCEL_REASON);
				}
				return message(open, "heartbeat:" + EngineActivityCompletionClient.this.ids.next(),
						new ActivityHeartbeat(this.activityId, open.attempt()), data);
			});
		}

		/**
		 * The message that ends an attempt: there is room for one of a kind at a time.
		 */
		private StoredMessage end(OutsideActivity open, EventAttributes attributes, byte @Nullable [] data) {
			return message(open, AttemptRequest.messageKey(this.activityId), attributes, data);
		}

		private StoredMessage message(OutsideActivity open, String key, EventAttributes attributes,
				byte @Nullable [] data) {
			return StoredMessage.of(open.runId(), key, EngineActivityCompletionClient.this.store.order(),
					EngineActivityCompletionClient.this.codec, attributes, data);
		}

		private void answer(ActivityAnswers.Answer answer) {
			String refused = EngineActivityCompletionClient.this.answers.send(this.workflowId, this.runId,
					this.activityId, this.attempt, answer, EngineActivityCompletionClient.this.registry::deliver);
			if (refused != null) {
				throw new ActivityNotFoundException(this.workflowId, this.activityId, refused);
			}
		}

	}

}
