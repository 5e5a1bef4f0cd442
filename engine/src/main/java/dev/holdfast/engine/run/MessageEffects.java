package dev.holdfast.engine.run;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.SignalDropped;
import dev.holdfast.engine.history.MessageAttributes.UpdateAccepted;
import dev.holdfast.engine.history.MessageAttributes.UpdateCompleted;
import dev.holdfast.engine.replay.RejectedUpdate;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.WorkflowInstance;
import dev.holdfast.engine.store.RequestKeys;
import dev.holdfast.engine.store.StoredRequest.Progress;
import dev.holdfast.engine.store.StoredRequest.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run's dealing with messages leads to outside of its code. */
final class MessageEffects {

	private static final Logger logger = LoggerFactory.getLogger(MessageEffects.class);

	private final RunEnvironment environment;

	private final RunIdentity identity;

	private final String workflowType;

	MessageEffects(RunEnvironment environment, RunIdentity identity, String workflowType) {
		this.environment = environment;
		this.identity = identity;
		this.workflowType = workflowType;
	}

	/** What an event leads to. */
	void follow(HistoryEvent event, RunStep step) {
		if (event.attributes() instanceof UpdateAccepted accepted) {
			step.commit()
				.progress(new Progress(RequestKeys.update(accepted.updateId()), Stage.ACCEPTED, event.id(), null));
		}
		else if (event.attributes() instanceof UpdateCompleted completed) {
			step.commit()
				.progress(new Progress(RequestKeys.update(completed.updateId()), Stage.COMPLETED, event.id(), null));
		}
		else if (event.attributes() instanceof SignalDropped dropped) {
			step.then(() -> {
				this.environment.metrics().signalDropped(this.workflowType);
				warn("dropped the signal of event " + dropped.signalId() + ", which cannot be read: "
						+ dropped.reason());
			});
		}
	}

	/** What a task leads to of which the history has nothing. */
	void follow(WorkflowInstance code, RunStep step) {
		for (RejectedUpdate update : code.rejectedUpdates()) {
			step.commit()
				.progress(new Progress(RequestKeys.update(update.updateId()), Stage.REJECTED, null,
						this.environment.codec()
							.encodeOutcome(this.identity.runId(), RequestKeys.update(update.updateId()),
									new UpdateCompleted(update.updateId(), update.failure()))));
		}
		code.warnings().forEach((warning) -> step.then(() -> warn(warning)));
	}

	private void warn(String what) {
		logger.warn("Workflow {} '{}' (run {}) {}", this.workflowType, this.identity.workflowId(),
				this.identity.runId(), what);
	}

}
