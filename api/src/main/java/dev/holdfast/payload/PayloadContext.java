package dev.holdfast.payload;

/**
 * Where a payload is stored.
 *
 * @param owner the id of the run that it belongs to, or of the schedule
 * @param place what it is part of
 * @param position which of these: the number of the event or of the activity, or the key
 * of the message or request
 */
public record PayloadContext(String owner, Place place, String position) {

	/** What payloads are part of. */
	public enum Place {

		/** An event of a history. */
		EVENT,
		/** A message that is not in a history yet. */
		MESSAGE,
		/** The outcome of a request that left no event. */
		REQUEST,
		/** The details of an activity's last heartbeat. */
		HEARTBEAT,
		/** The failure of an activity's last attempt. */
		FAILURE,
		/** A schedule. */
		SCHEDULE

	}

	@Override
	public String toString() {
		return this.place.name().toLowerCase(java.util.Locale.ROOT) + " " + this.position + " of " + this.owner;
	}

}
