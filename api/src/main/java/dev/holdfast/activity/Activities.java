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

	/**
	 * This attempt, for code that leaves the current thread: what an activity returns a
	 * {@link java.util.concurrent.CompletionStage} for.
	 */
	public static ActivityContext context() {
		return runtime();
	}

	/**
	 * Says that the activity is completed from outside, by an
	 * {@link dev.holdfast.client.ActivityCompletionClient}: what its method returns is
	 * ignored, and its slot is free once it has returned. If the method throws, the
	 * attempt has failed. Returns when that is written down, so that the answer is good
	 * from then on, also after this node has ended.
	 * @return the task token that names this attempt
	 * @throws dev.holdfast.failure.CanceledFailure if the activity was cancelled or has
	 * timed out; let it propagate
	 * @throws IllegalStateException in a local activity, and in one whose result is
	 * recorded in its own transaction
	 */
	public static String completeLater() {
		return runtime().completeLater();
	}

	/** Tells, also from other threads, whether this attempt should stop. */
	public static CancellationToken cancellation() {
		return runtime().cancellation();
	}

	/**
	 * Whether the node that runs this attempt is about to end. The attempt still counts,
	 * and may finish within the time that the application takes for its shutdown; then it
	 * is told to stop, and another node makes the next one. One that would take longer
	 * does well to say how far it is by a heartbeat, and to throw.
	 */
	public static boolean isShuttingDown() {
		return runtime().isShuttingDown();
	}

	private static ActivityRuntime runtime() {
		ActivityRuntime runtime = CurrentActivity.get();
		if (runtime == null) {
			throw new IllegalStateException("Activities.* works only on the thread that runs an activity."
					+ " In workflow code use Workflows.*; elsewhere pass what you need as an argument: Activities.context(), for instance.");
		}
		return runtime;
	}

}
