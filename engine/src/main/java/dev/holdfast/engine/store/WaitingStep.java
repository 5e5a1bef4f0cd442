package dev.holdfast.engine.store;

import java.util.function.Consumer;

import dev.holdfast.engine.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that waits to be written, how often that has failed, and how often because of
 * something else than others that were in its way. For one thread at a time.
 */
final class WaitingStep {

	private static final Logger logger = LoggerFactory.getLogger(WaitingStep.class);

	private final RunCommit commit;

	private final Consumer<CommitOutcome> whenDone;

	private final Backoff backoff;

	/** Whether it is written in no group any more. */
	boolean alone;

	int attempts;

	int faults;

	/** How many groups had been written when it failed last. */
	long writtenBefore;

	WaitingStep(RunCommit commit, Consumer<CommitOutcome> whenDone, Backoff backoff) {
		this.commit = commit;
		this.whenDone = whenDone;
		this.backoff = backoff;
	}

	RunCommit commit() {
		return this.commit;
	}

	/** For how long to put it aside. */
	long pause() {
		return this.backoff.next();
	}

	/** What follows must not hold up the caller, and cannot harm it. */
	void tell(CommitOutcome outcome) {
		try {
			this.whenDone.accept(outcome);
		}
		catch (RuntimeException | Error ex) {
			logger.error("What follows the commit of run {} failed", this.commit.runId, ex);
		}
	}

}
