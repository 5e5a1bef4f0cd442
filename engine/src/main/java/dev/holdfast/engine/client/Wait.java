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

	static final long LONGEST_LOOK_MILLIS = 1000;

	private static final long LONGEST_LOOK_HERE_MILLIS = 5000;

	private final EngineThreads threads;

	private final String what;

	private final @Nullable Long end;

	private long look = FIRST_LOOK_MILLIS;

	private long longLook = LONGEST_LOOK_MILLIS;

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
	void pause(CompletableFuture<?> hint) {
		pause(hint, this.look);
		this.look = longer(this.look);
	}

	/** Blocks likewise, for a hint that this node itself will give. */
	void pauseLong(CompletableFuture<?> hint) {
		pause(hint, this.longLook);
		this.longLook = Math.min(this.longLook * 2, LONGEST_LOOK_HERE_MILLIS);
	}

	private void pause(CompletableFuture<?> hint, long millis) {
		try {
			this.threads.awaitEvent(hint, TimeUnit.MILLISECONDS.toMicros(Math.max(1, Math.min(leftMillis(), millis))));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + this.what, ex);
		}
	}

	/**
	 * Looks again later, without a thread until then.
	 * @param look the interval, in milliseconds
	 * @param again told the interval after that
	 */
	static void later(EngineThreads threads, CompletableFuture<?> hint, long look, LongConsumer again) {
		CompletableFuture<@Nullable Void> either = hint.thenRun(() -> {
		});
		threads.later(TimeUnit.MILLISECONDS.toMicros(look), () -> either.complete(null));
		either.thenRun(() -> again.accept(longer(look)));
	}

	private static long longer(long look) {
		return Math.min(look * 2, LONGEST_LOOK_MILLIS);
	}

}
