package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.EngineThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes steps for a {@link GroupCommitter}: the next group is whatever
 * waits in the first of its queues that is not empty.
 */
final class CommitLane {

	private static final Logger logger = LoggerFactory.getLogger(CommitLane.class);

	private static final int MAX_GROUP = 256;

	private static final int MAX_REJECTIONS = 3;

	private static final int MAX_UNKNOWN = 10;

	/** After so many attempts in an outage each step is tried alone: one may cause it. */
	private static final int TRIES_TOGETHER = 4;

	private static final int TRIES_AT_STOP = 5;

	private static final long IDLE_MICROS = TimeUnit.SECONDS.toMicros(1);

	private final GroupCommitter committer;

	private final List<Queue<WaitingStep>> queues;

	private final EngineThreads threads;

	private final EngineThreads.WakeUp queued;

	private final Backoff outage;

	private EngineThreads.@Nullable Loop loop;

	private volatile boolean idle;

	CommitLane(GroupCommitter committer, List<Queue<WaitingStep>> queues, EngineThreads threads, Backoff outage) {
		this.committer = committer;
		this.queues = queues;
		this.threads = threads;
		this.queued = threads.wakeUp();
		this.outage = outage;
	}

	void start() {
		this.loop = this.threads.loop("holdfast-commit-", this::run);
	}

	/** Waits until it has ended, which the committer must have told it. */
	boolean join(long micros) throws InterruptedException {
		wake();
		EngineThreads.Loop running = this.loop;
		this.loop = null;
		return running == null || running.join(micros);
	}

	/** Whether it has nothing to do, or is about to look for it. */
	boolean isIdle() {
		return this.idle;
	}

	/** Something is queued. */
	void wake() {
		this.queued.call();
	}

	private void run() {
		List<WaitingStep> group = new ArrayList<>();
		while (this.committer.isOpen()) {
			if (!gather(group)) {
				awaitWork();
				continue;
			}
			try {
				write(group);
			}
			catch (Throwable ex) {
				failedBadly(group, ex);
			}
			finally {
				group.clear();
			}
		}
	}

	/** What is queued before it is said to be idle is found by looking once more. */
	private void awaitWork() {
		this.idle = true;
		if (this.queues.stream().allMatch(Queue::isEmpty)) {
			this.queued.await(IDLE_MICROS);
		}
		this.idle = false;
	}

	/** The next steps: as many as wait, or one that is better left to itself. */
	private boolean gather(List<WaitingStep> group) {
		for (Queue<WaitingStep> queue : this.queues) {
			for (WaitingStep next = queue.poll(); next != null; next = queue.poll()) {
				group.add(next);
				if (next.alone || group.size() == MAX_GROUP || isAlone(queue.peek())) {
					return true;
				}
			}
			if (!group.isEmpty()) {
				return true;
			}
		}
		return false;
	}

	/** No other thread takes such a step from its queue, so it will still be the next. */
	private static boolean isAlone(@Nullable WaitingStep step) {
		return step != null && step.alone;
	}

	/** Steps whose outcome is not known any more go on from what was written. */
	private void failedBadly(List<WaitingStep> group, Throwable ex) {
		try {
			logger.error("The committer failed on a group of {} and goes on", group.size(), ex);
			group.forEach((step) -> this.committer.tell(step, CommitOutcome.of(CommitOutcome.Kind.ABORTED)));
		}
		catch (Throwable again) {
			this.committer.broken();
		}
	}

	private void write(List<WaitingStep> group) {
		Throwable failed = tryWrite(group);
		while (failed != null && DatabaseFailure.of(failed) == DatabaseFailure.OUTAGE
				&& this.outage.failures() < TRIES_TOGETHER) {
			pause(this.outage.next());
			failed = tryWrite(group);
		}
		if (failed == null) {
			return;
		}
		if (group.size() == 1) {
			failedAlone(group.get(0), failed);
			return;
		}
		// One of them fails, or two are in each other's way: those that can be are
		// written.
		group.forEach((step) -> write(List.of(step)));
	}

	private @Nullable Throwable tryWrite(List<WaitingStep> group) {
		Throwable failed = this.committer.tryWrite(group);
		if (failed == null) {
			this.outage.reset();
		}
		return failed;
	}

	/**
	 * A step that cannot be written is put aside for a while, so that it holds up nobody.
	 * It waits for as long as the database does not work, and is rejected if it is the
	 * step that fails.
	 */
	private void failedAlone(WaitingStep step, Throwable failed) {
		DatabaseFailure kind = DatabaseFailure.of(failed);
		step.attempts++;
		if (kind != DatabaseFailure.CONFLICT) { // however long others were in its way
			step.faults++;
		}
		long written = this.committer.written();
		boolean itsFault = switch (kind) {
			case DUPLICATE, REJECTED -> step.faults >= MAX_REJECTIONS;
			case UNKNOWN -> step.faults >= MAX_UNKNOWN;
			case OUTAGE -> step.faults >= MAX_UNKNOWN && step.alone && written > step.writtenBefore;
			case CONFLICT -> false;
		};
		step.alone = true;
		step.writtenBefore = written;
		if (itsFault) {
			this.committer.tell(step, CommitOutcome.rejected(failed.toString()));
		}
		else if (!this.committer.isRunning() && step.attempts >= TRIES_AT_STOP) {
			this.committer.tell(step, CommitOutcome.of(CommitOutcome.Kind.ABORTED));
		}
		else {
			this.threads.later(step.pause(), () -> this.committer.again(step));
		}
	}

	private void pause(long micros) {
		try {
			this.threads.sleep(micros);
		}
		catch (InterruptedException ex) {
			logger.debug("The committer was interrupted while it waited for the database");
		}
	}

}
