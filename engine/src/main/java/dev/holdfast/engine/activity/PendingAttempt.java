package dev.holdfast.engine.activity;

import java.util.function.Consumer;

/**
 * An attempt that waits for a slot.
 */
public final class PendingAttempt implements Runnable {

	private final Attempt attempt;

	private final AttemptListener listener;

	private final Consumer<Attempt> runner;

	PendingAttempt(Attempt attempt, AttemptListener listener, Consumer<Attempt> runner) {
		this.attempt = attempt;
		this.listener = listener;
		this.runner = runner;
	}

	/** Since when it waits, in microseconds. */
	public long waitingSince() {
		return this.attempt.waitingSince();
	}

	public String activityType() {
		return this.attempt.request().scheduled().activityType();
	}

	/** Lets others have it, unless it has begun or does not count any more. */
	public void offer() {
		if (this.attempt.isWaiting()) {
			this.listener.mayGoElsewhere(this.attempt);
		}
	}

	@Override
	public void run() {
		this.runner.accept(this.attempt);
	}

}
