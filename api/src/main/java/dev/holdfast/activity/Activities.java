package dev.holdfast.activity;

import java.util.Optional;

import dev.holdfast.spi.ActivityRuntime;
import dev.holdfast.spi.CurrentActivity;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * What activity code may ask and say while it runs. The methods work on the thread that
 * the engine runs the activity on; elsewhere they throw an {@link IllegalStateException}.
 */
public final class Activities {

	private Activities() {
	}

	/** What the activity may know about itself. */
	public static ActivityInfo info() {
		return runtime().info();
	}

	/** Whether the current thread runs an activity. */
	public static boolean isActivity() {
		return CurrentActivity.get() != null;
	}

	/**
	 * Says that the attempt is alive. Cheap: what reaches the database is throttled.
	 * @param details what the next attempt shall know if this one is lost; may be
	 * {@code null}
	 * @throws dev.holdfast.failure.CanceledFailure if the activity was cancelled or has
	 * timed out; let it propagate
	 */
	public static void heartbeat(@Nullable Object details) {
		runtime().heartbeat(details);
	}

	/** Says that the attempt is alive, with nothing for the next one. */
	public static void heartbeat() {
		runtime().heartbeat(null);
	}

	/** The details of the last heartbeat of an earlier attempt, if there are any. */
	public static <T> Optional<T> heartbeatDetails(Class<T> type) {
		return runtime().heartbeatDetails(type);
	}

	/** The details of the last heartbeat of an earlier attempt, if there are any. */
	@SuppressWarnings("unchecked")
	public static <T> Optional<T> heartbeatDetails(ParameterizedTypeReference<T> type) {
		return (Optional<T>) runtime().heartbeatDetails(type.getType());
	}

	/** Tells, also from other threads, whether this attempt should stop. */
	public static CancellationToken cancellation() {
		return runtime().cancellation();
	}

	private static ActivityRuntime runtime() {
		ActivityRuntime runtime = CurrentActivity.get();
		if (runtime == null) {
			throw new IllegalStateException("Activities.* works only on the thread that runs an activity."
					+ " In workflow code use Workflows.*; elsewhere pass what you need as an argument.");
		}
		return runtime;
	}

}
