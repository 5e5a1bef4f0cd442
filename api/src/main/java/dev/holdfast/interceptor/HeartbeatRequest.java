package dev.holdfast.interceptor;

import dev.holdfast.activity.ActivityInfo;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat of an activity. The details may be changed.
 *
 * @param info which attempt
 * @param details what the next attempt is to know, or {@code null}
 */
public record HeartbeatRequest(ActivityInfo info, @Nullable Object details) {

	/** The same heartbeat with other details. */
	public HeartbeatRequest withDetails(@Nullable Object details) {
		return new HeartbeatRequest(this.info, details);
	}

}
