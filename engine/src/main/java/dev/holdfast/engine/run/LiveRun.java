package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.NewerHistoryException;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.replay.CodeGivenUp;
import dev.holdfast.engine.replay.GivenUp;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.RunMovedException;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.store.Wake;
import dev.holdfast.engine.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this node owns: a mailbox, and at most one step at a time. A step takes up
 * what the run was told, executes the code, and is written as a whole; only then does
 * anything follow from it.
 */
final class LiveRun {

	private static final Logger logger = LoggerFactory.getLogger(LiveRun.class);

	private static final long FIRST_BUSY_PAUSE_MICROS = 5000;

	private static final long LONGEST_BUSY_PAUSE_MICROS = 250_000;

	private static final long RETRY_PAUSE_MICROS = 1_000_000;

	private final RunEnvironment environment;

	private final RunRegistry registry;

	private final RunIdentity identity;

	private final WorkflowDefinition definition;

	private final Worker worker;

	private final RunCode code;

	/** For how long to wait for whoever has what a step needs. */
	private final Backoff busy;

	private final LateResults lateResults;

	private final FailedTasks failedTasks;

	private final RunLife life = new RunLife();

	private volatile StepWriter writer;

	private long askedToLeaveAt = -1;

	private volatile long queuedAt;

	private StoredRun row;

	private Timers.@Nullable Handle tick;

	LiveRun(RunEnvironment environment, RunRegistry registry, WorkflowDefinition definition, Worker worker,
			StoredRun row, byte @Nullable [] startedPayload, long startedAt) {
		this.environment = environment;
		this.registry = registry;
		this.writer = environment.committer()::submit;
		this.definition = definition;
		this.worker = worker;
		this.row = row;
		this.identity = new RunIdentity(row.workflowId(), row.runId());
		this.busy = new Backoff(FIRST_BUSY_PAUSE_MICROS, LONGEST_BUSY_PAUSE_MICROS, environment.threads());
		this.lateResults = new LateResults(environment, registry);
		this.failedTasks = new FailedTasks(environment, this.identity, definition.type());
		OpenActivities activities = new OpenActivities(environment, this.identity, definition.type(), row.epoch(),
				worker.localActivities(), new AttemptMail(this::tell));
		this.code = new RunCode(environment, this.identity, definition, row, activities, startedPayload, startedAt,
				this::goOnWithout);
	}

	/** Where its steps are written from now on. */
	void writeTo(StepWriter writer) {
		this.writer = writer;
	}

	UUID runId() {
		return this.identity.runId();
	}

	String taskQueue() {
		return this.row.taskQueue();
	}

	/**
	 * Whether this node takes no more work for its task queue; answers so once for each
	 * state that the run comes to.
	 */
	boolean shouldLeave() {
		if (!this.worker.control().isPaused() || this.askedToLeaveAt == this.row.version()) {
			return false;
		}
		this.askedToLeaveAt = this.row.version();
		return true;
	}

	String workflowType() {
		return this.row.workflowType();
	}

	/** Whether a task of it has waited for a slot since a time. */
	boolean hasWaitedSince(long time) {
		return this.life.state() == RunState.QUEUED && this.queuedAt <= time;
	}

	/**
	 * Gives the run back before its task has begun, unless it has something in flight
	 * here. What only this node knows is written down.
	 */
	void giveBackUnbegun() {
		List<Mail> mails = this.life.giveBack(this.code::isInFlight);
		if (mails == null) {
			return;
		}
		Mailbox.refuseQueries(mails);
		RunStep giving = RunStep.releasing(this.row, mails, Wake.NOW);
		this.lateResults.write(mails, giving.commit());
		write(giving);
	}

	// What it is told

	/** Whether it was told a message that is not in the history yet. */
	boolean knows(String key) {
		return this.life.mailbox().knows(key);
	}

	void tell(Mail mail) {
		switch (this.life.tell(mail)) {
			case QUEUE -> queueStep();
			case LEAVE -> leave("the engine stops");
			case GONE -> {
				if (mail instanceof Mail.AttemptEnded ended) {
					this.lateResults.keep(ended.attempt(), ended.outcome());
				}
			}
			case NOTHING -> {
				// it has what it was told
			}
		}
	}

	RunState state() {
		return this.life.state();
	}

	// Steps

	private void queueStep() {
		this.queuedAt = this.environment.clock().micros();
		this.worker.workflowTasks().submit(this.row.priority(), this::step);
	}

	private void step() {
		RunStep step = this.life.begin((mails) -> new RunStep(this.row, mails));
		if (step == null) {
			return;
		}
		try {
			carryOut(step);
		}
		catch (CodeGivenUp ex) {
			throw new Slots.TakenOver();
		}
		catch (Throwable ex) {
			drop(ex);
		}
		endStep(step);
	}

	private void endStep(RunStep step) {
		if (this.life.hasLeftDuring(step)) {
			this.code.leave("the run has left this node");
		}
	}

	/**
	 * The thread of the step is held by code that it called, so another thread ends the
	 * step.
	 */
	private void goOnWithout(GivenUp what) {
		this.worker.workflowTasks().takeOver(() -> {
			RunStep step = Objects.requireNonNull(this.life.step());
			try {
				if (what.inQuery()) {
					this.code.discard();
					this.life.mailbox().putBack(step.mails());
					rest(RunState.Cause.REST);
				}
				else {
					failTask(step, new TaskFailedException(what.cause()));
				}
			}
			catch (Throwable ex) {
				drop(ex);
			}
			finally {
				endStep(step);
			}
		});
	}

	private void carryOut(RunStep step) {
		this.environment.metrics()
			.workflowTaskStarted(this.definition.type(), taskQueue(),
					this.environment.clock().micros() - this.queuedAt);
		try {
			this.code.build(step, this.row, this.life.mailbox()::know, this::tell);
		}
		catch (TaskFailedException ex) {
			failTask(step, ex);
			return;
		}
		catch (NewerHistoryException ex) {
			leaveToNewerNodes(step, ex);
			return;
		}
		catch (UnreadableHistoryException ex) {
			failTask(step, new TaskFailedException(ex));
			return;
		}
		catch (CodeGivenUp ex) {
			throw ex;
		}
		catch (RunMovedException ex) {
			moved(step);
			return;
		}
		catch (RuntimeException | Error ex) {
			retrySoon(step, ex);
			return;
		}
		if (step.writesNothing()) {
			step.runEffects();
			rest(RunState.Cause.REST);
			return;
		}
		submit(step);
	}

	private void submit(RunStep step) {
		if (this.life.commit()) {
			write(step);
		}
	}

	private void write(RunStep step) {
		this.writer.submit(step.commit(), (outcome) -> committed(step, outcome));
	}

	private void committed(RunStep step, CommitOutcome outcome) {
		try {
			follow(step, outcome);
		}
		catch (Throwable ex) {
			drop(ex);
		}
	}

	/**
	 * What the run should do next failed, so that memory may not be what the database
	 * says: only the database counts. This node takes the run in again from there, since
	 * it still has it.
	 */
	private void drop(Throwable failure) {
		logger.error("Run {} of workflow '{}' is read again from the database, since the node could not go on with it",
				runId(), this.identity.workflowId(), failure);
		lookAgain("the node could not go on with the run");
	}

	private void lookAgain(String why) {
		leave(why);
		this.registry.mayBeOwned(runId());
	}

	private void follow(RunStep step, CommitOutcome outcome) {
		if (outcome.kind() != CommitOutcome.Kind.BUSY) {
			this.busy.reset();
		}
		switch (outcome.kind()) {
			case COMMITTED -> written(step, outcome);
			case REFUSED -> {
				logger.debug("Run {} knew other messages than those that wait for it, and goes on with these", runId());
				this.code.discard();
				this.life.mailbox().putBackOthers(step.mails());
				outcome.undelivered().forEach((message) -> tell(new Mail.Message(message)));
				tell(new Mail.Tick()); // what else was due in this step is due again
				rest(RunState.Cause.REST);
			}
			case BUSY -> this.environment.threads().later(this.busy.next(), () -> write(step));
			case FENCED -> moved(step);
			case REJECTED -> {
				Mailbox.refuseQueries(step.mails());
				this.code.discard();
				rejected(step, outcome);
			}
			case ABORTED -> lookAgain("the engine stops, or could not go on with the step");
		}
	}

	private void moved(RunStep step) {
		Mailbox.refuseQueries(step.mails());
		this.environment.metrics().fenced();
		logger.info("Run {} of workflow '{}' has gone to another node", runId(), this.identity.workflowId());
		lookAgain("the run has gone to another node");
	}

	/**
	 * The database does not take what the step writes: a defect of the run, not of the
	 * database.
	 */
	private void rejected(RunStep step, CommitOutcome outcome) {
		if (step.mails().isEmpty() && step.inbound().isEmpty()) {
			leave("the database rejects even that the run has failed");
			return;
		}
		this.life.fail();
		failTask(step, new TaskFailedException(
				new IllegalStateException("The database rejects what the task writes: " + outcome.reason())));
	}

	private void written(RunStep step, CommitOutcome outcome) {
		RunCommit commit = step.commit();
		StoredRun before = this.row;
		this.row = commit.after(before);
		this.life.mailbox().forget(commit.consumedMessages());
		step.runEffects();
		outcome.undelivered().forEach((message) -> tell(new Mail.Message(message)));
		this.registry.follow(commit, outcome);
		if (commit.isClosing()) {
			leave("the run has closed", true);
			this.registry.closed(this.row, commit, this.definition.type(), this.code.startedAt());
		}
		else if (this.row.owner() == null) {
			leave("the run was released");
		}
		else {
			this.code.written();
			rest(RunState.Cause.REST);
		}
	}

	/**
	 * The code failed: nothing of the step counts, and what the run was told is told
	 * again after a while.
	 */
	private void failTask(RunStep step, TaskFailedException failure) {
		RunCommit ending = this.failedTasks.ending(this.row, step.mails(), this.code.deadline());
		if (ending != null) {
			Mailbox.refuseQueries(step.mails());
			submit(new RunStep(ending, List.of()));
			return;
		}
		FailedTasks.Verdict verdict = this.failedTasks.judge(this.row, failure, this.code.deadline());
		RunStep failing = verdict.step();
		this.code.discard();
		if (verdict.stuck()) {
			keepResults(step, failing);
			Mailbox.refuseQueries(step.mails());
		}
		else {
			this.life.mailbox().putBack(step.mails());
			failing.then(() -> this.environment.timers().schedule(verdict.retryAt(), this::retry));
		}
		if (this.life.commit()) {
			writeFailed(failing, verdict.stuck());
		}
	}

	private void writeFailed(RunStep failing, boolean stuck) {
		this.writer.submit(failing.commit(), (outcome) -> {
			if (outcome.kind() == CommitOutcome.Kind.BUSY) {
				this.environment.threads().later(this.busy.next(), () -> writeFailed(failing, stuck));
			}
			else if (outcome.kind() == CommitOutcome.Kind.COMMITTED && !stuck) {
				backOff(failing);
			}
			else {
				committed(failing, outcome);
			}
		});
	}

	private void backOff(RunStep failing) {
		try {
			this.busy.reset();
			this.row = failing.commit().after(this.row);
			rest(RunState.Cause.BACK_OFF);
			failing.runEffects();
		}
		catch (Throwable ex) {
			drop(ex);
		}
	}

	/** The run is given back; this node does not take it for a while. */
	private void leaveToNewerNodes(RunStep step, NewerHistoryException failure) {
		long until = this.registry.leaveAlone(this.identity, failure);
		this.code.discard();
		Mailbox.refuseQueries(step.mails());
		submit(RunStep.releasing(this.row, List.of(), until));
	}

	/** Results that only this node knows are written down for the time after. */
	private void keepResults(RunStep failed, RunStep failing) {
		List<Mail> mails = new ArrayList<>(failed.mails());
		mails.addAll(this.life.mailbox().takeAll());
		this.lateResults.write(mails, failing.commit());
	}

	/**
	 * The database could not be read, say: no fault of the run, so nothing is counted.
	 */
	private void retrySoon(RunStep step, Throwable failure) {
		logger.warn("Run {} of workflow '{}' could not be carried on and is tried again: {}", runId(),
				this.identity.workflowId(), failure.toString());
		logger.debug("Why it could not be carried on", failure);
		this.code.discard();
		this.life.mailbox().putBack(step.mails());
		rest(RunState.Cause.BACK_OFF);
		this.environment.threads().later(RETRY_PAUSE_MICROS, this::retry);
	}

	private void retry() {
		if (this.life.retry()) {
			tell(new Mail.Tick());
		}
	}

	private void rest(RunState.Cause cause) {
		long due = (cause == RunState.Cause.REST) ? this.code.nextDue() : Long.MAX_VALUE;
		RunLife.Next next = this.life.rest(cause);
		if (next == RunLife.Next.QUEUE) {
			queueStep();
		}
		else if (next == RunLife.Next.REST && cause == RunState.Cause.REST) {
			setTick(due);
			this.registry.rested(this, !this.code.isInFlight(), this.code.historySize());
		}
	}

	private void setTick(long due) {
		Timers.Handle old = this.tick;
		if (old != null) {
			old.cancel();
		}
		this.tick = (due < Long.MAX_VALUE) ? this.environment.timers().schedule(due, () -> tell(new Mail.Tick()))
				: null;
	}

	/** The run is not this node's any more, or has ended. */
	void leave(String why) {
		leave(why, false);
	}

	private void leave(String why, boolean closed) {
		RunLife.Left left = this.life.leave();
		if (left == null) {
			return;
		}
		setTick(Long.MAX_VALUE);
		this.registry.left(this, closed);
		if (!left.inStep()) {
			this.worker.workflowTasks().submit(this.row.priority(), () -> this.code.leave(why));
		}
		for (Mail mail : left.mails()) {
			if (mail instanceof Mail.Query || mail instanceof Mail.AttemptEnded) {
				tell(mail);
			}
		}
	}

	@Override
	public String toString() {
		return this.definition.type() + " '" + this.identity.workflowId() + "' (" + this.life.state() + ")";
	}

}
