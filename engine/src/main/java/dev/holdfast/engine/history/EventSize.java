package dev.holdfast.engine.history;

import java.util.Map;

import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes an event has: told from the event itself and not from how it is
 * stored, so that it is the same whenever it is replayed, whatever encrypts or compresses
 * it.
 */
public final class EventSize {

	/** What the attributes of most events come to. */
	private static final long OVERHEAD = 128;

	private EventSize() {
	}

	public static long of(HistoryEvent event) {
		byte[] data = event.data();
		return OVERHEAD + ((data != null) ? data.length : 0) + attributes(event.attributes());
	}

	/** The attributes that can be large. */
	private static long attributes(EventAttributes attributes) {
		if (attributes instanceof WorkflowStarted started) {
			return memo(started.memo()) + failure(started.lineage().lastFailure());
		}
		if (attributes instanceof ActivityFailed failed) {
			return failure(failed.failure());
		}
		if (attributes instanceof ChildFailed failed) {
			return failure(failed.failure());
		}
		return (attributes instanceof WorkflowFailed failed) ? failure(failed.failure()) : 0;
	}

	private static long memo(Map<String, String> memo) {
		long size = 0;
		for (Map.Entry<String, String> entry : memo.entrySet()) {
			size += entry.getKey().length() + entry.getValue().length();
		}
		return size;
	}

	private static long failure(@Nullable FailureRecord failure) {
		long size = 0;
		for (FailureRecord next = failure; next != null; next = next.cause()) {
			String stackTrace = next.stackTrace();
			size += next.message().length() + ((stackTrace != null) ? stackTrace.length() : 0);
		}
		return size;
	}

}
