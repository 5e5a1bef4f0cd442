package dev.holdfast.activity;

import java.lang.reflect.Type;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One attempt of an activity, for code that leaves the thread on which it began: what
 * {@link Activities} offers, from any thread. Thread-safe.
 */
public interface ActivityContext {

	/** See {@link Activities#info()}. */
	ActivityInfo info();

	/** See {@link Activities#heartbeat(Object)}. */
	void heartbeat(@Nullable Object details);

	/** See {@link Activities#heartbeatDetails(Class)}. */
	default <T> Optional<T> heartbeatDetails(Class<T> type) {
		return heartbeatDetails((Type) type);
	}

	/** The details of the last heartbeat of an earlier attempt, read as any type. */
	<T> Optional<T> heartbeatDetails(Type type);

	/** See {@link Activities#isShuttingDown()}. */
	boolean isShuttingDown();

	/** See {@link Activities#cancellation()}. */
	CancellationToken cancellation();

}
