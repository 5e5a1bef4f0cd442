package dev.holdfast.engine.replay;

import java.time.Duration;

import dev.holdfast.workflow.WorkflowSemaphore;
import org.jspecify.annotations.Nullable;

/** The semaphore of a run. */
final class RunSemaphore implements WorkflowSemaphore {

	private final RunContext context;

	private final Waiters<Wanted> waiters;

	private int free;

	private static final class Wanted extends Waiters.Place {

		private final int permits;

		Wanted(int permits) {
			this.permits = permits;
		}

	}

	RunSemaphore(RunContext context, int permits) {
		if (permits < 0) {
			throw new IllegalArgumentException("A semaphore begins with 0 permits or more, not with " + permits);
		}
		this.context = context;
		this.waiters = new Waiters<>(context);
		this.free = permits;
	}

	@Override
	public void acquire(int permits) {
		acquire(permits, null);
	}

	@Override
	public boolean tryAcquire(int permits, Duration timeout) {
		TimerCommands.requireTimer(timeout);
		return acquire(permits, timeout);
	}

	private boolean acquire(int permits, @Nullable Duration timeout) {
		this.context.coroutine("WorkflowSemaphore.acquire").scope().throwIfCanceled();
		if (tryAcquire(permits)) {
			return true;
		}
		boolean granted = false;
		try {
			granted = this.waiters.await("WorkflowSemaphore.acquire", new Wanted(permits), timeout);
		}
		finally {
			if (!granted) {
				grant(); // to those who stood behind
			}
		}
		return granted;
	}

	@Override
	public boolean tryAcquire(int permits) {
		requirePositive(permits);
		this.context.coroutine("WorkflowSemaphore.tryAcquire");
		if (!this.waiters.isEmpty() || this.free < permits) {
			return false;
		}
		this.free -= permits;
		return true;
	}

	@Override
	public void release(int permits) {
		requirePositive(permits);
		this.context.coroutine("WorkflowSemaphore.release");
		this.free = Math.addExact(this.free, permits);
		grant();
	}

	private void grant() {
		Wanted next;
		do {
			next = this.waiters.grantFirst((first) -> first.permits <= this.free);
			if (next != null) {
				this.free -= next.permits;
			}
		}
		while (next != null);
	}

	@Override
	public int availablePermits() {
		return this.free;
	}

	private static void requirePositive(int permits) {
		if (permits < 1) {
			throw new IllegalArgumentException("At least 1 permit is taken or given back, not " + permits);
		}
	}

}
