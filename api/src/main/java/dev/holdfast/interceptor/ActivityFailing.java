package dev.holdfast.interceptor;

/**
 * A failure of an activity that somebody outside reports. It may be changed.
 *
 * @param activity which activity
 * @param failure what it failed with
 */
public record ActivityFailing(ActivityReference activity, Throwable failure) {

	/** The same activity with another failure. */
	public ActivityFailing withFailure(Throwable failure) {
		return new ActivityFailing(this.activity, failure);
	}

}
