package dev.holdfast.engine.run;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The state of an owned run together with what it was told: one changes only with the
 * other. Thread-safe.
 */
final class RunLife {

	/** What has to be done for a run that was told something. */
	enum Told {

		/** Nothing: somebody is at work and will see it, or it is no news. */
		NOTHING,
		/** A step has to be queued. */
		QUEUE,
		/** The run leaves. */
		LEAVE,
		/** It has left already. */
		GONE

	}

	/** What a run does once a step is over. */
	enum Next {

		/** The next step has to be queued: there is more. */
		QUEUE,
		/** It waits. */
		REST,
		/** Nothing: it has left. */
		NOTHING

	}

	/**
	 * What a run leaves behind that leaves.
	 *
	 * @param mails what it had not taken up
	 * @param inStep whether its code is at work, and will be told when the step is over
	 */
	record Left(List<Mail> mails, boolean inStep) {
	}

	private final Mailbox mailbox = new Mailbox();

	private RunState state = RunState.IDLE;

	private @Nullable RunStep step;

	private @Nullable RunStep leftDuring;

	/** Only to look for messages, and to put back what was taken. */
	Mailbox mailbox() {
		return this.mailbox;
	}

	synchronized RunState state() {
		return this.state;
	}

	synchronized Told tell(Mail mail) {
		if (this.state == RunState.GONE) {
			if (mail instanceof Mail.Query query) {
				query.answer().cancel(false);
				return Told.NOTHING;
			}
			return Told.GONE;
		}
		if (!this.mailbox.isNews(mail)) {
			return Told.NOTHING;
		}
		boolean backsOff = this.state == RunState.BACKING_OFF;
		if (backsOff && mail instanceof Mail.Query query) {
			query.answer().cancel(false);
			return Told.NOTHING;
		}
		this.mailbox.add(mail);
		if (this.state == RunState.IDLE) {
			go(RunState.Cause.QUEUE);
			return Told.QUEUE;
		}
		return (backsOff && mail instanceof Mail.Release release && release.inAnyCase()) ? Told.LEAVE : Told.NOTHING;
	}

	/**
	 * Begins the step that is queued.
	 * @return it, or {@code null} if the run has left or was given back meanwhile
	 */
	synchronized @Nullable RunStep begin(Function<List<Mail>, RunStep> steps) {
		if (this.state != RunState.QUEUED) {
			return null;
		}
		go(RunState.Cause.BEGIN);
		RunStep begun = steps.apply(this.mailbox.takeAll());
		this.step = begun;
		return begun;
	}

	/** The step that has begun and is not over, or {@code null}. */
	synchronized @Nullable RunStep step() {
		return this.step;
	}

	/**
	 * Goes on to write that the run is given back, instead of the step that is queued.
	 * @return what it had not taken up, or {@code null} if no step is queued or it must
	 * stay
	 */
	synchronized @Nullable List<Mail> giveBack(BooleanSupplier mustStay) {
		if (this.state != RunState.QUEUED || mustStay.getAsBoolean()) {
			return null;
		}
		go(RunState.Cause.GIVE_BACK);
		return this.mailbox.takeAll();
	}

	/** Goes on to write the step; answers whether the run has not left during it. */
	synchronized boolean commit() {
		return goUnlessGone(RunState.Cause.COMMIT);
	}

	/** What was to be written is not taken, which is a failure of the step. */
	synchronized void fail() {
		goUnlessGone(RunState.Cause.FAIL);
	}

	/** Answers whether the run waits for another try. */
	synchronized boolean retry() {
		if (this.state != RunState.BACKING_OFF) {
			return false;
		}
		go(RunState.Cause.REST);
		return true;
	}

	/** The step is over, and forgotten. */
	synchronized Next rest(RunState.Cause cause) {
		if (!goUnlessGone(cause)) {
			return Next.NOTHING;
		}
		this.step = null;
		if (this.state == RunState.BACKING_OFF) {
			this.mailbox.refuseQueries();
		}
		if (this.state == RunState.IDLE && !this.mailbox.isEmpty()) {
			go(RunState.Cause.QUEUE);
			return Next.QUEUE;
		}
		return Next.REST;
	}

	/** Answers what is left behind, or {@code null} if the run has left before. */
	synchronized @Nullable Left leave() {
		if (this.state == RunState.GONE) {
			return null;
		}
		boolean inStep = this.state == RunState.IN_STEP;
		this.leftDuring = inStep ? this.step : null;
		go(RunState.Cause.LEAVE);
		return new Left(this.mailbox.takeAll(), inStep);
	}

	/**
	 * Whether the run has left while the code of a step was at work; answers so once. The
	 * next step may have begun before who carried out this one asks.
	 */
	synchronized boolean hasLeftDuring(RunStep over) {
		boolean left = this.leftDuring == over;
		if (left) {
			this.leftDuring = null;
		}
		return left;
	}

	private boolean goUnlessGone(RunState.Cause cause) {
		if (this.state == RunState.GONE) {
			return false;
		}
		go(cause);
		return true;
	}

	private void go(RunState.Cause cause) {
		this.state = RunState.LIFE.next(this.state, cause);
	}

}
