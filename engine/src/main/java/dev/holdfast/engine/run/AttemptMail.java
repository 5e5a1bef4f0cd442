package dev.holdfast.engine.run;

import java.util.function.Consumer;

import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptListener;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/** Tells a run what becomes of the attempts that this node makes for it. */
final class AttemptMail implements AttemptListener {

	private final Consumer<Mail> run;

	AttemptMail(Consumer<Mail> run) {
		this.run = run;
	}

	@Override
	public void ended(Attempt attempt, AttemptOutcome outcome) {
		if (outcome instanceof AttemptOutcome.Committed committed) {
			this.run.accept(new Mail.Message(committed.message()));
		}
		this.run.accept(new Mail.AttemptEnded(attempt, outcome));
	}

	@Override
	public void timedOut(Attempt attempt, TimeoutType timeout) {
		this.run.accept(new Mail.AttemptTimedOut(attempt, timeout));
	}

	@Override
	public void heartbeat(Attempt attempt, byte @Nullable [] details) {
		this.run.accept(new Mail.Heartbeat(attempt, details));
	}

	@Override
	public void mayGoElsewhere(Attempt attempt) {
		this.run.accept(new Mail.MayGoElsewhere(attempt));
	}

	@Override
	public void completesLater(Attempt attempt) {
		this.run.accept(new Mail.CompletesLater(attempt));
	}

}
