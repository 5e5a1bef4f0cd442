package dev.holdfast.engine.run;

import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.FailureRecord;
import org.jspecify.annotations.Nullable;

/** An activity as it stands after an attempt that another node had taken. */
record TakenAttempt(ActivityState state, int attempts) implements Retried {

	@Override
	public ActivityScheduled scheduled() {
		return this.state.scheduled();
	}

	@Override
	public int begunAttempts() {
		return this.attempts;
	}

	@Override
	public @Nullable FailureRecord lastFailure() {
		return this.state.lastFailure();
	}

	@Override
	public byte @Nullable [] heartbeat() {
		return this.state.heartbeat();
	}

	@Override
	public @Nullable String cancelReason() {
		return this.state.cancelReason();
	}

}
