package dev.holdfast.engine.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import dev.holdfast.engine.EngineThreads;
import org.jspecify.annotations.Nullable;

/**
 * A wait for something that the database will tell: it looks again when a hint comes, and
 * in growing intervals otherwise. For one thread.
 */
final class Wait {

	static final long FIRST_LOOK_MILLIS = 20;

	private static final long LONGEST_LOOK_MILLIS = 1000;

	private final EngineThreads threads;

	private final String what;

	private final @Nullable Long end;

	private long look = FIRST_LOOK_MILLIS;

	/**
	 * Begins a wait.
	 * @param what is waited for
	 * @param timeout for how long, or {@code null} for as long as it takes
	 */
	Wait(EngineThreads threads, String what, @Nullable Duration timeout) {
		this.threads = threads;
		this.what = what;
		this.end = (timeout != null) ? (Long) (threads.nanoTime() + timeout.toNanos()) : null;
	}

	private long leftMillis() {
		return (this.end != null) ? TimeUnit.NANOSECONDS.toMillis(this.end - this.threads.nanoTime()) : Long.MAX_VALUE;
	}

	boolean isOver() {
		return leftMillis() <= 0;
	}

	/** What is waited for is another thing from now on, so the intervals begin anew. */
	void beginAnew() {
		this.look = FIRST_LOOK_MILLIS;
	}

	/** Blocks until it is time to look again. */
	void pause(CompletableFuture<@Nullable Void> hint) {
		try {
			this.threads.awaitEvent(hint,
					TimeUnit.MILLISECONDS.toMicros(Math.max(1, Math.min(leftMillis(), this.look))));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + this.what, ex);
		}
		this.look = longer(this.look);
	}

	/**
	 * Looks again later, without a thread until then.
	 * @param look the interval, in milliseconds
	 * @param again told the interval after that
	 */
	static void later(EngineThreads threads, CompletableFuture<@Nullable Void> hint, long look, LongConsumer again) {
		CompletableFuture<@Nullable Void> either = hint.copy();
		threads.later(TimeUnit.MILLISECONDS.toMicros(look), () -> either.complete(null));
		either.thenRun(() -> again.accept(longer(look)));
	}

	private static long longer(long look) {
		return Math.min(look * 2, LONGEST_LOOK_MILLIS);
	}

}
