package dev.holdfast.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a loop of the engine does again and again. Whatever a round throws, errors
 * included, the loop outlives it: the next round comes after a while, and what is wrong
 * can be asked for. For the loop's thread, except for {@link #failure()}.
 */
public final class Rounds {

	private static final Logger logger = LoggerFactory.getLogger(Rounds.class);

	private final String what;

	private final Backoff backoff;

	private volatile @Nullable String failure;

	/**
	 * Creates it.
	 * @param what what a round does, to be read after "The node could not"
	 */
	public Rounds(String what, Backoff backoff) {
		this.what = what;
		this.backoff = backoff;
	}

	/**
	 * Does a round.
	 * @return for how long to wait if it failed, in microseconds; 0 if it did not
	 */
	public long tryOnce(Runnable round) {
		try {
			round.run();
		}
		catch (Throwable ex) {
			return failed(ex);
		}
		works();
		return 0;
	}

	/** What failed before works, as a round that takes long can tell before it ends. */
	public void works() {
		if (this.failure != null) {
			logger.info("The node can {} again, after {} attempts that failed", this.what, this.backoff.failures());
			this.failure = null;
			this.backoff.reset();
		}
	}

	private long failed(Throwable ex) {
		long pause = this.backoff.next();
		try {
			this.failure = ex.toString();
			if (Integer.bitCount(this.backoff.failures()) == 1) { // the 1st, 2nd, 4th,
																	// 8th
				logger.warn("The node could not {}, for the {}. time in a row, and tries again: {}", this.what,
						this.backoff.failures(), ex.toString());
			}
			logger.debug("Why it could not", ex);
		}
		catch (Throwable again) {
			this.failure = "out of memory, or broken beyond words";
		}
		return pause;
	}

	/** Why the last round failed, or {@code null} if it did not. */
	public @Nullable String failure() {
		return this.failure;
	}

}
