package dev.holdfast.engine.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

import dev.holdfast.activity.CancellationToken;
import dev.holdfast.failure.CanceledFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the code of one attempt that it should stop. Thread-safe. */
final class Cancellation implements CancellationToken {

	private static final Logger logger = LoggerFactory.getLogger(Cancellation.class);

	private final Executor threads;

	private final List<Runnable> callbacks = new ArrayList<>(1);

	private volatile @Nullable String reason;

	private boolean ended;

	Cancellation(Executor threads) {
		this.threads = threads;
	}

	/** The attempt should stop; of no effect if it should already. */
	void request(String why) {
		List<Runnable> toRun;
		synchronized (this) {
			if (this.reason != null) {
				return;
			}
			this.reason = why;
			toRun = this.ended ? List.of() : List.copyOf(this.callbacks);
			this.callbacks.clear();
		}
		toRun.forEach((callback) -> this.threads.execute(() -> run(callback)));
	}

	/** The attempt has ended: there is nobody to tell. */
	synchronized void end() {
		this.ended = true;
		this.callbacks.clear();
	}

	private static void run(Runnable callback) {
		try {
			callback.run();
		}
		catch (Throwable ex) {
			logger.warn("What an activity does on its cancellation failed", ex);
		}
	}

	@Override
	public boolean isCancellationRequested() {
		return this.reason != null;
	}

	@Override
	public void throwIfCancellationRequested() {
		String why = this.reason;
		if (why != null) {
			throw new CanceledFailure(why);
		}
	}

	@Override
	public void onCancellation(Runnable callback) {
		Objects.requireNonNull(callback, "callback");
		synchronized (this) {
			if (this.reason == null) {
				if (!this.ended) {
					this.callbacks.add(callback);
				}
				return;
			}
		}
		run(callback);
	}

}
