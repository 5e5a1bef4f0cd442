package dev.holdfast.schedule;

import dev.holdfast.HoldfastException;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a schedule cannot be read by this version of the application. The
 * schedule takes no action until it can; others go on. It can be deleted.
 */
public final class UnreadableScheduleException extends HoldfastException {

	public UnreadableScheduleException(String scheduleId, String reason, @Nullable Throwable cause) {
		super("Schedule '" + scheduleId + "' cannot be read: " + reason
				+ ". Run the version that wrote it, or delete it and create it anew.", cause);
	}

}
