package dev.holdfast.interceptor;

/**
 * A client that begins or ends the pause of a schedule. The note may be changed.
 *
 * @param scheduleId which schedule
 * @param note why
 */
public record SchedulePause(String scheduleId, String note) {

	/** The same with another note. */
	public SchedulePause withNote(String note) {
		return new SchedulePause(this.scheduleId, note);
	}

}
