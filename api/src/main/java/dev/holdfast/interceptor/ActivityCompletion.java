package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * What somebody outside says of an activity. The value may be changed.
 *
 * @param activity which activity
 * @param value its result, or the details of a heartbeat
 */
public record ActivityCompletion(ActivityReference activity, @Nullable Object value) {

	/** The same with another value. */
	public ActivityCompletion withValue(@Nullable Object value) {
		return new ActivityCompletion(this.activity, value);
	}

}
