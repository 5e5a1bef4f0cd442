package dev.holdfast.engine.history;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Signals and updates. */
public sealed interface MessageAttributes extends EventAttributes {

	/**
	 * A signal was recorded. Data: its arguments.
	 *
	 * @param origin where it was recorded first, if a reset has told it again: the run
	 * and the number of the event; {@code null} otherwise
	 */
	record SignalReceived(String signal, @Nullable Map<String, String> headers,
			@Nullable String origin) implements MessageAttributes {

		/** The same signal, said to come from where it was recorded first. */
		public SignalReceived from(String firstOrigin) {
			return new SignalReceived(this.signal, this.headers, firstOrigin);
		}

		@Override
		public EventType type() {
			return EventType.SIGNAL_RECEIVED;
		}

	}

	/**
	 * A signal was dropped, because its arguments cannot be read.
	 *
	 * @param signalId the event that recorded it
	 */
	record SignalDropped(long signalId, String reason) implements MessageAttributes {

		@Override
		public EventType type() {
			return EventType.SIGNAL_DROPPED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.signalId;
		}

	}

	/**
	 * A message, never in a history: somebody requests an update. Data: its arguments.
	 */
	record UpdateRequested(String updateId, String update,
			@Nullable Map<String, String> headers) implements MessageAttributes {

		@Override
		public EventType type() {
			return EventType.UPDATE_REQUESTED;
		}

	}

	/**
	 * An update was accepted by its validator, and its handler began. Data: its
	 * arguments.
	 *
	 * @param after the event of the same task after which its handler was created, or 0
	 * if it was the first
	 */
	record UpdateAccepted(String updateId, String update, long after,
			@Nullable Map<String, String> headers) implements MessageAttributes {

		@Override
		public EventType type() {
			return EventType.UPDATE_ACCEPTED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.update + " '" + this.updateId + "'";
		}

	}

	/**
	 * The handler of an update ended. Data: its result, if it has one.
	 *
	 * @param failure what it failed with, or {@code null}
	 */
	record UpdateCompleted(String updateId, @Nullable FailureRecord failure) implements MessageAttributes {

		@Override
		public EventType type() {
			return EventType.UPDATE_COMPLETED;
		}

		@Override
		public String identity() {
			return type().storedName() + " '" + this.updateId + "'";
		}

	}

}
