package dev.holdfast.engine.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.Starts;

/**
 * The start of a run whose code begins before the start is written, so that what its
 * first step writes can be written with it: one commit in place of two. Nothing but the
 * code runs before that. The step is waited for as long as a commit would take; if it
 * comes later, or does more than take the run further, it is written after the start, as
 * it would have been anyway. For one thread, which closes it.
 */
public final class PreparedStart implements Starts.Birth, AutoCloseable {

	/** Longer than nearly all first steps take. */
	private static final long PATIENCE_MICROS = TimeUnit.MILLISECONDS.toMicros(5);

	private final RunEnvironment environment;

	private final RunRegistry registry;

	private final LiveRun live;

	private final CompletableFuture<FirstStep> firstStep = new CompletableFuture<>();

	private NewRun start;

	private boolean born;

	/** What the run writes first, and who is told that it is written. */
	private record FirstStep(RunCommit commit, Consumer<CommitOutcome> whenDone) {
	}

	PreparedStart(RunEnvironment environment, RunRegistry registry, LiveRun live, NewRun start) {
		this.environment = environment;
		this.registry = registry;
		this.live = live;
		this.start = start;
	}

	/** Lets the code begin. */
	void begin() {
		this.live.writeTo((commit, whenDone) -> this.firstStep.complete(new FirstStep(commit, whenDone)));
		this.live.tell(new Mail.Tick());
	}

	/**
	 * Writes the start, with the first step if that can be had.
	 * @return whether it is written; if not, its id is not free
	 */
	public boolean write() {
		try {
			if (this.environment.threads().await(this.firstStep, PATIENCE_MICROS)) {
				this.start = this.start.withFirstStep(this.firstStep.join().commit());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Starts starts = this.environment.starts();
		return starts.startAlone(this.start, this) || starts.start(this.start, this) instanceof Starts.Outcome.Started;
	}

	@Override
	public void started() {
		this.born = true;
		StepWriter committer = this.environment.committer()::submit;
		this.live.writeTo(committer);
		this.registry.born(this.live, this.start);
		if (this.start.firstStep() != null) {
			this.firstStep.join().whenDone().accept(CommitOutcome.of(CommitOutcome.Kind.COMMITTED));
		}
		else {
			this.firstStep.thenAccept((step) -> committer.submit(step.commit(), step.whenDone()));
		}
	}

	@Override
	public void inDoubt() {
		this.registry.mayBeOwned(this.live.runId());
	}

	/** What was not started leaves nothing behind. */
	@Override
	public void close() {
		if (!this.born) {
			this.live.leave("its start was not written");
		}
	}

}
