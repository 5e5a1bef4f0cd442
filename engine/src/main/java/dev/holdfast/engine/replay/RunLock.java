package dev.holdfast.engine.replay;

import java.time.Duration;

import dev.holdfast.workflow.WorkflowLock;
import org.jspecify.annotations.Nullable;

/** The lock of a run. */
final class RunLock implements WorkflowLock {

	private final RunContext context;

	private final Waiters<Candidate> waiters;

	private @Nullable Coroutine holder;

	private static final class Candidate extends Waiters.Place {

		private final Coroutine coroutine;

		Candidate(Coroutine coroutine) {
			this.coroutine = coroutine;
		}

	}

	RunLock(RunContext context) {
		this.context = context;
		this.waiters = new Waiters<>(context);
	}

	@Override
	public void lock() {
		lock(null);
	}

	@Override
	public boolean tryLock(Duration timeout) {
		TimerCommands.requireTimer(timeout);
		return lock(timeout);
	}

	private boolean lock(@Nullable Duration timeout) {
		Coroutine coroutine = this.context.coroutine("WorkflowLock.lock");
		coroutine.scope().throwIfCanceled();
		if (this.holder == coroutine) {
			throw new IllegalStateException("This coroutine holds the lock already and would wait for itself: a"
					+ " WorkflowLock is not reentrant");
		}
		return tryLock() || this.waiters.await("WorkflowLock.lock", new Candidate(coroutine), timeout);
	}

	@Override
	public boolean tryLock() {
		Coroutine coroutine = this.context.coroutine("WorkflowLock.tryLock");
		if (this.holder != null) {
			return false;
		}
		this.holder = coroutine;
		return true;
	}

	@Override
	public void unlock() {
		Coroutine coroutine = this.context.coroutine("WorkflowLock.unlock");
		if (this.holder != coroutine) {
			throw new IllegalStateException(
					"The lock is given back by the coroutine that holds it, and this one does not");
		}
		Candidate next = this.waiters.grantFirst((first) -> true);
		this.holder = (next != null) ? next.coroutine : null;
	}

	@Override
	public boolean isLocked() {
		return this.holder != null;
	}

}
