package dev.holdfast.engine.run;

import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.FailureRecord;
import org.jspecify.annotations.Nullable;

/** What a {@link RetryDecision} depends on: an activity, remote or local. */
interface Retried {

	/** What was asked for. */
	ActivityScheduled scheduled();

	/** The number of the latest attempt. */
	int attempts();

	/** How many attempts were begun: one that waits for a slot is none yet. */
	int begunAttempts();

	/** What the attempt before failed with. */
	@Nullable FailureRecord lastFailure();

	/** The details of the last heartbeat of any attempt, as JSON. */
	byte @Nullable [] heartbeat();

	/** Why it shall stop, or {@code null} if it need not. */
	@Nullable String cancelReason();

	/** When the whole activity times out, or {@code null} if never. */
	default @Nullable Long deadline() {
		Long scheduleToClose = scheduled().policy().scheduleToClose();
		return (scheduleToClose != null) ? scheduled().scheduledAt() + scheduleToClose : null;
	}

}
