package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.ValueAttributes.SearchAttributesUpserted;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.history.RunAttributes.WorkflowContinuedAsNew;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.history.RunAttributes.WorkflowTimedOut;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.replay.CodeGivenUp;
import dev.holdfast.engine.replay.GivenUp;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.PendingItem;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.store.Wake;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;

/**
 * The code of an owned run: brought into memory when it is needed, told what happened,
 * and asked what it did. Used by one thread at a time.
 */
final class RunCode {

	private final RunEnvironment environment;

	private final RunIdentity identity;

	private final WorkflowDefinition definition;

	private final OpenActivities activities;

	private final Family family;

	private final MessageEffects messageEffects;

	private final NextRuns nextRuns;

	private final List<StoredMessage> heldBack = new ArrayList<>();

	private final LoadedCode memory;

	private final Consumer<GivenUp> givenUp;

	private volatile Mail.@Nullable Query asked;

	RunCode(RunEnvironment environment, RunIdentity identity, WorkflowDefinition definition, StoredRun row,
			OpenActivities activities, byte @Nullable [] startedPayload, long startedAt, Consumer<GivenUp> givenUp) {
		this.environment = environment;
		this.identity = identity;
		this.definition = definition;
		this.activities = activities;
		this.memory = new LoadedCode(environment, identity, definition, activities, startedPayload, startedAt,
				this::goOnWithout);
		this.givenUp = givenUp;
		this.family = new Family(environment);
		this.messageEffects = new MessageEffects(environment, identity, definition.type());
		this.nextRuns = new NextRuns(environment, identity);
	}

	long startedAt() {
		return this.memory.startedAt();
	}

	// In memory and out of it

	/**
	 * Takes the code out of memory before the next step: it has gone a way that does not
	 * count.
	 */
	void discard() {
		this.memory.discard();
	}

	/** The step was written. */
	void written() {
		if (this.environment.replayEveryTask()) {
			discard();
		}
	}

	/** Takes the code out of memory for good. */
	void leave(String why) {
		this.activities.giveUpAll(why);
		this.memory.unload();
	}

	/** The thread that uses this does not come back. */
	private void goOnWithout(GivenUp what) {
		Mail.Query query = this.asked;
		if (what.inQuery() && query != null) {
			query.answer()
				.completeExceptionally(new WorkflowQueryException("Query '" + query.name() + "' of workflow '"
						+ this.identity.workflowId() + "' took too long: " + what.cause().getMessage(), what.cause()));
		}
		this.givenUp.accept(what);
	}

	// Building a step

	/**
	 * Puts together the next step.
	 * @param know told the key of each message found in the database; answers whether it
	 * is new
	 * @param again takes what must be told once more after the step
	 */
	void build(RunStep step, StoredRun row, Predicate<String> know, Consumer<Mail> again) throws TaskFailedException {
		WorkflowInstance code = this.memory.load(step, row, know);
		this.heldBack.forEach((message) -> step.mails().add(new Mail.Message(message)));
		this.heldBack.clear();
		answerQueries(code, step, row, again);
		long now = this.environment.clock().micros();
		if (row.lastTask() == 0) {
			holdBack(step, beginning().held(now, messages(step)));
		}
		if (takeMessages(code, step, row) || isOverdue(code, step, row, now)) {
			return;
		}
		for (Mail mail : step.mails()) {
			this.activities.tell(mail, step);
		}
		this.activities.due(now, step);
		fireTimers(code, step, now);
		execute(code, step, row, now);
		this.activities.followSilent(code.pending(), step);
		release(code, step);
		if (!step.commit().isClosing()) {
			boolean inFlight = this.activities.isInFlightAfter(step, code.pending());
			step.commit().wakeAt(inFlight ? Wake.NOW : dueOrNull(nextDue(code, step)));
		}
	}

	/**
	 * Answers queries from the state before this step; one that came together with
	 * messages waits for them, so that who has sent a signal sees what it did.
	 */
	private void answerQueries(WorkflowInstance code, RunStep step, StoredRun row, Consumer<Mail> again) {
		boolean hasMessages = step.mails().stream().anyMatch(Mail.Message.class::isInstance);
		for (Mail mail : step.mails()) {
			if (!(mail instanceof Mail.Query query)) {
				continue;
			}
			if (row.lastTask() == 0 && beginning().waits(this.environment.clock().micros(), hasMessages)) {
				query.answer()
					.completeExceptionally(new WorkflowQueryException(
							"Workflow '" + this.identity.workflowId()
									+ "' has not begun yet, so there is nothing to query: it begins after a delay.",
							null));
				continue;
			}
			if (row.lastTask() == 0 || (hasMessages && !query.waited())) {
				step.then(() -> again.accept(query.hasWaited()));
				continue;
			}
			this.asked = query;
			try {
				query.answer().complete(code.query(query.name(), query.arguments()));
			}
			catch (CodeGivenUp ex) {
				throw ex;
			}
			catch (Throwable ex) {
				query.answer().completeExceptionally(ex);
			}
		}
	}

	/**
	 * Takes up messages in the order in which they were sent; answers whether one of them
	 * ends the run.
	 */
	private boolean takeMessages(WorkflowInstance code, RunStep step, StoredRun row) {
		for (StoredMessage message : messages(step)) {
			Inbound inbound = this.environment.reader().decode(message);
			if (inbound.attributes() instanceof WorkflowTerminated terminated) {
				end(code, step, row, WorkflowStatus.TERMINATED, terminated, Failures.terminated(terminated.reason()));
				return true;
			}
			if (this.activities.mustWait(inbound)) {
				holdBack(message, step);
				continue;
			}
			step.commit().consume(message.key());
			step.change();
			if (this.activities.take(inbound, code.pending(), step)) {
				continue;
			}
			if (code.pending().concerns(inbound.attributes())) {
				step.happened(inbound);
			}
		}
		return false;
	}

	/** What waits to be taken up, in the order in which it was sent. */
	private List<StoredMessage> messages(RunStep step) {
		List<StoredMessage> messages = new ArrayList<>();
		for (Mail mail : step.mails()) {
			if (mail instanceof Mail.Message message) {
				messages.add(message.message());
			}
		}
		messages.sort(Comparator.comparingLong(StoredMessage::sentAt).thenComparing((message) -> message.key()));
		return messages;
	}

	private void holdBack(RunStep step, List<StoredMessage> messages) {
		messages.forEach((message) -> holdBack(message, step));
	}

	/**
	 * Keeps a message for the step after; the end of the attempt that it waits for brings
	 * that about.
	 */
	private void holdBack(StoredMessage message, RunStep step) {
		this.heldBack.add(message);
		step.mails().removeIf((mail) -> mail instanceof Mail.Message told && told.message() == message);
	}

	private boolean isOverdue(WorkflowInstance code, RunStep step, StoredRun row, long now) {
		Beginning beginning = beginning();
		TimeoutType timeout = beginning.overdue(now);
		if (timeout == null) {
			return false;
		}
		FailureRecord failure = Failures.timeout(timeout, "workflow " + this.definition.type(), null);
		NewRun next = (timeout == TimeoutType.START_TO_CLOSE)
				? this.nextRuns.retry(failure, beginning.attributes(), beginning.input()) : null;
		if (next != null) {
			step.commit().leaveToSuccessor();
			step.commit().goOnAs(next);
		}
		end(code, step, row, WorkflowStatus.TIMED_OUT,
				new WorkflowTimedOut(timeout, (next != null) ? next.runId() : null), failure);
		return true;
	}

	/** How the run begins, which is known once its code is loaded. */
	private Beginning beginning() {
		return new Beginning(Objects.requireNonNull(this.memory.started()), startedAt());
	}

	/** When the run times out, as far as that is known. */
	@Nullable Long deadline() {
		return (this.memory.started() != null) ? beginning().deadline() : null;
	}

	private void fireTimers(WorkflowInstance code, RunStep step, long now) {
		for (PendingItem<TimerStarted> timer : code.pending().timers()) {
			if (timer.attributes().dueAt() <= now) {
				step.happened(new TimerFired(timer.id()));
			}
		}
	}

	private void execute(WorkflowInstance code, RunStep step, StoredRun row, long now) throws TaskFailedException {
		boolean first = row.lastTask() == 0;
		if (first && !beginning().begin(now, step.inbound())) {
			return;
		}
		if (step.inbound().isEmpty()) {
			return;
		}
		long time = (first && !beginning().isDelayed()) ? startedAt() : now;
		List<HistoryEvent> events = decided(code.execute(time, startedAt(), step.inbound()), code, row, step);
		this.environment.metrics().workflowTask(this.definition.type(), this.environment.clock().micros() - now);
		step.events(events);
		record(events, row, step);
		step.commit().lastTask(code.lastTask());
		for (HistoryEvent event : events) {
			follow(event, code, step);
		}
		this.messageEffects.follow(code, step);
		if (code.isUnrecorded()) {
			step.then(this::discard);
		}
		if (row.failedTasks() > 0) {
			step.commit().taskRecovered();
		}
	}

	/** Writes what is new; the first event of it says which build has done the task. */
	private void record(List<HistoryEvent> events, StoredRun row, RunStep step) {
		String build = this.environment.build();
		for (HistoryEvent event : events) {
			if (event.id() >= row.nextEventId()) {
				step.commit()
					.event((build != null) ? this.environment.reader().encode(this.identity.runId(), event, build)
							: this.environment.reader().encode(this.identity.runId(), event));
				build = null;
			}
		}
	}

	/**
	 * The events of a task with what the engine has to say about them: whether the
	 * history takes them, and whether a failure is the last word.
	 */
	private List<HistoryEvent> decided(List<HistoryEvent> events, WorkflowInstance code, StoredRun row, RunStep step)
			throws TaskFailedException {
		if (events.isEmpty()) {
			return events;
		}
		HistoryEvent last = events.get(events.size() - 1);
		if (last.type() == EventType.WORKFLOW_CONTINUED_AS_NEW) {
			step.commit()
				.goOnAs(this.nextRuns.continued((WorkflowContinuedAsNew) last.attributes(),
						Objects.requireNonNull(last.data()), code.started(), code.memo(), code.searchAttributes(),
						beginning().at(), row.lastTask() > 0));
			return events;
		}
		if (last.type() != EventType.WORKFLOW_FAILED) {
			HistoryGrowth.check(events, code);
			return events;
		}
		WorkflowFailed failed = (WorkflowFailed) last.attributes();
		NewRun next = this.nextRuns.retry(failed.failure(), code.started(), beginning().input());
		if (next == null) {
			return events;
		}
		step.commit().goOnAs(next);
		List<HistoryEvent> changed = new ArrayList<>(events.subList(0, events.size() - 1));
		changed.add(new HistoryEvent(last.id(), last.task(), last.time(), failed.retriedBy(next.runId()), last.data()));
		return changed;
	}

	/** What the code did leads to something outside of it. */
	private void follow(HistoryEvent event, WorkflowInstance code, RunStep step) {
		switch (event.type()) {
			case ACTIVITY_SCHEDULED, ACTIVITY_CANCELED, ACTIVITY_CANCEL_REQUESTED ->
				this.activities.follow(event, code.pending(), step);
			case CHILD_INITIATED -> this.family.startChild(event, (ChildInitiated) event.attributes(), this.identity,
					code.started().parent(), step);
			case SIGNAL_DROPPED, UPDATE_ACCEPTED, UPDATE_COMPLETED -> this.messageEffects.follow(event, step);
			case SEARCH_ATTRIBUTES_UPSERTED ->
				step.commit().searchAttributes(((SearchAttributesUpserted) event.attributes()).attributes());
			case CHILD_CANCEL_REQUESTED -> this.family.cancelChild(event, code.pending(), this.identity, step);
			case EXTERNAL_SIGNAL_REQUESTED -> this.family.signal(event, this.identity, step);
			case EXTERNAL_CANCEL_REQUESTED -> this.family.cancel(event, this.identity, step);
			case WORKFLOW_CONTINUED_AS_NEW -> closed(code, step, WorkflowStatus.CONTINUED_AS_NEW, event, null);
			case WORKFLOW_COMPLETED -> closed(code, step, WorkflowStatus.COMPLETED, event, null);
			case WORKFLOW_FAILED ->
				closed(code, step, WorkflowStatus.FAILED, event, (WorkflowFailed) event.attributes());
			case WORKFLOW_CANCELED ->
				closed(code, step, WorkflowStatus.CANCELED, event, (WorkflowFailed) event.attributes());
			default -> {
				// concerns the code alone
			}
		}
	}

	private void closed(WorkflowInstance code, RunStep step, WorkflowStatus status, HistoryEvent event,
			@Nullable WorkflowFailed failed) {
		if (failed != null && failed.failure().benign()) {
			step.commit().benign();
		}
		step.commit()
			.close(status, event.time(),
					(failed != null) ? this.environment.codec().clearSummary(failed.failure()) : null);
		this.family.send(code.started(), status, event.data(), (failed != null) ? failed.failure() : null,
				code.pending(), step);
	}

	/** Ends the run without asking its code. */
	private void end(WorkflowInstance code, RunStep step, StoredRun row, WorkflowStatus status,
			EventAttributes attributes, FailureRecord failure) {
		long now = Math.max(this.environment.clock().micros(), Math.max(startedAt(), code.time()));
		step.change();
		step.commit()
			.event(this.environment.reader()
				.encode(row.runId(), new HistoryEvent(row.nextEventId(), row.lastTask() + 1, now, attributes, null)));
		step.commit().closeForced(status, now, this.environment.codec().clearSummary(failure));
		this.family.send(beginning().attributes(), status, null, failure, code.pending(), step);
	}

	private void release(WorkflowInstance code, RunStep step) {
		for (Mail mail : step.mails()) {
			if (mail instanceof Mail.Release release && !step.commit().isClosing()) {
				if (release.inAnyCase()) {
					this.activities.handOver(step);
				}
				else if (!step.inbound().isEmpty() || this.activities.isInFlightAfter(step, code.pending())) {
					return;
				}
				step.change();
				step.commit().release();
				return;
			}
		}
	}

	// What is to come

	/** Whether it has something in flight for which it must stay here. */
	boolean isInFlight() {
		WorkflowInstance code = this.memory.instance();
		return code != null && this.activities.isInFlight(code.pending());
	}

	/** How many bytes of history made what is in memory. */
	long historySize() {
		WorkflowInstance code = this.memory.instance();
		return (code != null) ? code.historySize() : 0;
	}

	/** When something is due next, in microseconds; {@link Long#MAX_VALUE} if never. */
	long nextDue() {
		WorkflowInstance code = this.memory.instance();
		return (code != null) ? nextDue(code, null) : Long.MAX_VALUE;
	}

	private long nextDue(WorkflowInstance code, @Nullable RunStep step) {
		long next = this.activities.nextDueAfter(step, code.pending());
		for (PendingItem<TimerStarted> timer : code.pending().timers()) {
			next = Math.min(next, timer.attributes().dueAt());
		}
		for (PendingItem<ActivityScheduled> activity : code.pending().activities()) {
			Long scheduleToClose = activity.attributes().policy().scheduleToClose();
			if (scheduleToClose != null) {
				next = Math.min(next, activity.attributes().scheduledAt() + scheduleToClose);
			}
		}
		return (this.memory.started() != null) ? Math.min(next, beginning().nextDue(code.lastTask() > 0)) : next;
	}

	private static @Nullable Long dueOrNull(long due) {
		return (due < Long.MAX_VALUE) ? due : null;
	}

}
