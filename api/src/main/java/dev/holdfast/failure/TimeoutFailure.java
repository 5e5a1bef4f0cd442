package dev.holdfast.failure;

import java.util.Optional;

import dev.holdfast.spi.FailureDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** A timeout passed. The cause, if any, is the failure of the attempt before. */
public final class TimeoutFailure extends WorkflowFailure {

	private final TimeoutType type;

	private final @Nullable FailureDetails lastHeartbeat;

	public TimeoutFailure(TimeoutType type, String reason, @Nullable Throwable cause) {
		this(type, reason, null, null, cause);
	}

	/** For the engine: a failure rebuilt from its recorded parts. */
	public TimeoutFailure(TimeoutType type, String reason, @Nullable FailureDetails lastHeartbeat,
			@Nullable String originalStackTrace, @Nullable Throwable cause) {
		super(reason, type + " timeout: " + reason, originalStackTrace, cause);
		this.type = type;
		this.lastHeartbeat = lastHeartbeat;
	}

	public TimeoutType type() {
		return this.type;
	}

	/**
	 * The details of the last heartbeat of the activity that timed out, if it gave any.
	 * @throws dev.holdfast.payload.PayloadException if they are of another type
	 */
	public <T> Optional<T> lastHeartbeatDetails(Class<T> type) {
		return read(this.lastHeartbeat, type);
	}

	/**
	 * The details of the last heartbeat of the activity that timed out, if it gave any.
	 * @throws dev.holdfast.payload.PayloadException if they are of another type
	 */
	public <T> Optional<T> lastHeartbeatDetails(ParameterizedTypeReference<T> type) {
		return read(this.lastHeartbeat, type.getType());
	}

	/** For the engine: the same, as it is recorded. */
	public @Nullable FailureDetails recordedHeartbeat() {
		return this.lastHeartbeat;
	}

}
