package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityBackedOff;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.ActivityAttributes;
import dev.holdfast.engine.history.RunAttributes.RunReset;
import dev.holdfast.engine.history.ChildAttributes.ChildCompleted;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildStartFailed;
import dev.holdfast.engine.history.ChildAttributes.ExternalRequestDelivered;
import dev.holdfast.engine.history.ChildAttributes.ExternalRequestFailed;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.UpdateAccepted;
import dev.holdfast.engine.history.MessageAttributes.UpdateRequested;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.history.RunAttributes.WorkflowCompleted;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowInvocation;
import org.jspecify.annotations.Nullable;

/**
 * One run as live code: the workflow object, its coroutines, and what it waits for. It is
 * brought up to date by replaying its history, and carried on by executing new tasks;
 * both run the same path. It touches no database. Used by one thread at a time.
 */
public final class WorkflowInstance {

	private final WatchedCode watched;

	private final CodeLimits limits;

	private final RunIdentity identity;

	/** The newest version, until it is known which one the run began with. */
	private WorkflowDefinition definition;

	private final RunServices services;

	private final CommandLog log;

	private final CoroutineScheduler scheduler;

	private final PendingWork pending = new PendingWork();

	private final ClosedWork closedWork;

	private final ScopeNode rootScope = ScopeNode.detached();

	private @Nullable RunContext context;

	private @Nullable Object result;

	private @Nullable WorkflowStarted started;

	private boolean closed;

	private boolean unrecorded;

	private long lastTask;

	public WorkflowInstance(RunIdentity identity, WorkflowDefinition definition, RunServices services) {
		this.identity = identity;
		this.definition = definition;
		this.services = services;
		this.log = new CommandLog(new SameCommand(services.definitions()),
				(event, given) -> services.changedInput().inputChanged(identity, event, given));
		this.closedWork = new ClosedWork(this.pending, services.payloads());
		this.watched = services.watch().of(identity, definition.type());
		this.scheduler = new CoroutineScheduler(services.coroutines(), this.watched);
		this.limits = new CodeLimits(identity, definition.type(), this.watched, this.scheduler);
	}

	/**
	 * Replays a whole history, or the next part of one.
	 * @param events events without gaps; tasks must be whole
	 */
	public void replay(List<HistoryEvent> events) throws TaskFailedException {
		int from = 0;
		while (from < events.size()) {
			int to = from + 1;
			while (to < events.size() && events.get(to).task() == events.get(from).task()) {
				to++;
			}
			replayTask(events.subList(from, to));
			from = to;
		}
	}

	private void replayTask(List<HistoryEvent> events) throws TaskFailedException {
		List<HistoryEvent> inbound = new ArrayList<>();
		List<HistoryEvent> commands = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			HistoryEvent event = events.get(i);
			if (event.id() != this.log.nextEventId() + i) {
				throw new TaskFailedException(new UnreadableHistoryException("The history has event " + event.id()
						+ " where event " + (this.log.nextEventId() + i) + " belongs", null));
			}
			switch (event.type().origin()) {
				case INBOUND -> inbound.add(event);
				case COMMAND -> commands.add(event);
				case OUTSIDE -> this.closed = true;
			}
		}
		if (this.closed) {
			return;
		}
		if (this.context == null) {
			this.definition = new WorkflowVersions(this.services.definitions()).recorded(this.definition, commands);
		}
		HistoryEvent first = events.get(0);
		// a run that began after a delay has events of two times in its first task
		this.log.replay(first.task(), events.get(events.size() - 1).time(), commands);
		run(inbound, acceptedUpdates(commands));
		try {
			this.log.finishReplay();
		}
		catch (NonDeterminismError ex) {
			throw new TaskFailedException(ex);
		}
		this.lastTask = first.task();
	}

	/**
	 * Executes a new task.
	 * @param time its time, in microseconds; not before the last one
	 * @param inbound what happened, in order; what concerns nothing that is pending must
	 * have been left out
	 * @return all events of the task: what happened, then what the code did
	 */
	public List<HistoryEvent> execute(long time, List<Inbound> inbound) throws TaskFailedException {
		return execute(time, time, inbound);
	}

	/**
	 * Executes a task that may be the first one of a run that began after a delay.
	 * @param startedAt the time of the event that started the run
	 */
	public List<HistoryEvent> execute(long time, long startedAt, List<Inbound> inbound) throws TaskFailedException {
		long task = this.lastTask + 1;
		long taskTime = Math.max(Math.max(time, startedAt), this.log.time());
		List<HistoryEvent> happened = new ArrayList<>();
		List<UpdateRequest> updates = new ArrayList<>();
		for (Inbound one : inbound) {
			if (one.attributes() instanceof UpdateRequested request) {
				updates.add(new UpdateRequest(request.updateId(), request.update(),
						happened.isEmpty() ? 0 : happened.get(happened.size() - 1).id(), request.headers(),
						Objects.requireNonNull(one.data())));
				continue;
			}
			long eventTime = (one.attributes() instanceof WorkflowStarted) ? startedAt : taskTime;
			happened.add(new HistoryEvent(this.log.nextEventId() + happened.size(), task, eventTime, one.attributes(),
					one.data()));
		}
		this.log.live(task, taskTime);
		run(happened, updates);
		happened.addAll(this.log.issued());
		if (!happened.isEmpty()) {
			this.lastTask = task;
		}
		this.unrecorded = happened.isEmpty() && this.scheduler.turns() > messages().validated();
		return happened;
	}

	/** The time of the last task, in microseconds; 0 before the first one. */
	public long time() {
		return this.log.time();
	}

	/** The updates that a task of the history has accepted, as they arrived. */
	private static List<UpdateRequest> acceptedUpdates(List<HistoryEvent> commands) {
		List<UpdateRequest> updates = new ArrayList<>();
		for (HistoryEvent command : commands) {
			if (command.attributes() instanceof UpdateAccepted accepted) {
				updates.add(new UpdateRequest(accepted.updateId(), accepted.update(), accepted.after(),
						accepted.headers(), ClosedWork.data(command)));
			}
		}
		return updates;
	}

	/** How long its code may take, and what of it was given up. */
	public CodeLimits limits() {
		return this.limits;
	}

	/**
	 * What a task is told counts as one moment: what has ended in it cannot be cancelled
	 * any more by a request that came in the same task.
	 */
	private void run(List<HistoryEvent> inbound, List<UpdateRequest> updates) throws TaskFailedException {
		this.watched.begin(CodeLimits.ofTask(this.started, inbound), null);
		try {
			if (this.context != null) {
				messages().beginTask();
			}
			inbound.forEach(this.log::accept);
			receive(updates, 0);
			for (HistoryEvent event : inbound) {
				apply(event);
				receive(updates, event.id());
			}
			cancel(inbound);
			Coroutine ended = this.scheduler.runUntilBlocked();
			this.log.throwIfMismatched();
			messages().endTask(this.lastTask + 1);
			if (ended != null) {
				close(ended);
			}
		}
		catch (Exception | Error ex) { // checked exceptions of workflow code among them
			throw new TaskFailedException(UserCode.original(ex));
		}
		finally {
			this.watched.end();
		}
	}

	private void cancel(List<HistoryEvent> inbound) {
		for (HistoryEvent event : inbound) {
			if (event.attributes() instanceof CancelRequested requested) {
				this.rootScope.cancel(requested.reason());
			}
		}
	}

	private void receive(List<UpdateRequest> updates, long after) {
		for (UpdateRequest update : updates) {
			if (update.after() == after) {
				messages().update(update);
			}
		}
	}

	// What happened

	private void apply(HistoryEvent event) {
		EventAttributes attributes = event.attributes();
		switch (event.type()) {
			case WORKFLOW_STARTED -> start(event, (WorkflowStarted) attributes);
			case SIGNAL_RECEIVED -> messages().signal(event);
			case RUN_RESET -> Objects.requireNonNull(this.context).values().reseed(((RunReset) attributes).seed());
			case CANCEL_REQUESTED -> {
				// follows when all else that the task was told is applied
			}
			case ACTIVITY_COMPLETED ->
				this.closedWork.closeActivity(event, ((ActivityCompleted) attributes).activityId(), null);
			case ACTIVITY_FAILED, ACTIVITY_TIMED_OUT -> this.closedWork.closeActivity(event,
					((ActivityFailed) attributes).activityId(), (ActivityFailed) attributes);
			case LOCAL_ACTIVITY_CLOSED ->
				requireContext().localActivities().close(event, (LocalActivityClosed) attributes);
			case LOCAL_ACTIVITY_BACKED_OFF ->
				requireContext().localActivities().backOff(event, (LocalActivityBackedOff) attributes);
			case TIMER_FIRED -> this.closedWork.fireTimer(((TimerFired) attributes).timerId());
			case CHILD_START_FAILED ->
				this.closedWork.closeChild(event, ((ChildStartFailed) attributes).childId(), null);
			case CHILD_COMPLETED -> this.closedWork.closeChild(event, ((ChildCompleted) attributes).childId(), null);
			case CHILD_FAILED, CHILD_TIMED_OUT, CHILD_CANCELED, CHILD_TERMINATED ->
				this.closedWork.closeChild(event, ((ChildFailed) attributes).childId(), (ChildFailed) attributes);
			case EXTERNAL_REQUEST_DELIVERED ->
				requireContext().externals().delivered(((ExternalRequestDelivered) attributes).requestId());
			case EXTERNAL_REQUEST_FAILED -> requireContext().externals().failed((ExternalRequestFailed) attributes);
			default -> throw new IllegalStateException("Event " + event.id() + " is a command: " + event.type());
		}
	}

	private RunContext requireContext() {
		return Objects.requireNonNull(this.context);
	}

	private void start(HistoryEvent event, WorkflowStarted attributes) {
		this.started = attributes;
		RunContext runContext = new RunContext(this.identity, this.definition, this.services, this.log, this.scheduler,
				this.rootScope, this.pending, attributes, event.time());
		this.context = runContext;
		if (!this.log.isReplaying() && new WorkflowVersions(this.services.definitions()).isRecorded(this.definition)) {
			this.log.beginWith(this.definition.version());
		}
		HandlerDefinition main = this.definition.main();
		@Nullable Object[] arguments = this.services.payloads()
			.readArguments(ClosedWork.data(event), main.parameterTypes(),
					"The input of workflow " + this.definition.type());
		Object instance = runContext.readOnly(RunContext.CONSTRUCTOR,
				() -> UserCode.create(this.definition, arguments));
		runContext.messages().constructed(instance);
		this.scheduler.startMain(runContext, this.rootScope,
				runContext.around().around(null, () -> this.result = execute(main, instance, arguments)));
	}

	private @Nullable Object execute(HandlerDefinition main, Object instance, @Nullable Object[] arguments) {
		RunContext runContext = Objects.requireNonNull(this.context);
		WorkflowInvocation invocation = new WorkflowInvocation(runContext.info(), Arrays.asList(arguments),
				Objects.requireNonNullElse(started().headers(), Map.of()));
		return this.services.interceptors()
			.inbound()
			.value(WorkflowInboundInterceptor::execute, invocation,
					(call) -> UserCode.invoke(main, instance, call.arguments().toArray()));
	}

	// How it ends

	private void close(Coroutine ended) {
		Throwable thrown = ended.failure();
		ContinueAsNew next = Objects.requireNonNull(this.context).leaving();
		if (next != null) {
			this.log.record(next.attributes(), next.arguments());
			messages().end("continued as new");
		}
		else if (thrown == null) {
			byte[] data = this.services.payloads()
				.write(this.result, "The result of workflow " + this.definition.type());
			this.log.record(new WorkflowCompleted(), data);
			messages().end("ended");
		}
		else {
			Throwable original = UserCode.original(thrown);
			boolean canceled = this.rootScope.isCancellationRequested() && Failures.isCancellation(original);
			WorkflowFailed failed = new WorkflowFailed(canceled, Failures.toRecord(original, this.services.payloads()),
					null);
			if (!(original instanceof WorkflowFailure) && !this.definition.failsOn(original)
					&& !this.log.hasNext(failed, failed.failure())) {
				sneakyThrow(original);
			}
			this.log.record(failed, null);
			if (canceled) {
				messages().end("was cancelled");
			}
		}
		this.closed = true;
		this.scheduler.destroy();
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
		throw (E) thrown;
	}

	// What others may ask

	/**
	 * Answers a query from the current state.
	 * @throws Throwable what the query method throws
	 */
	public byte[] query(String query, byte[] arguments) throws Throwable {
		this.limits.requireRoomForQuery();
		this.watched.begin(CodeLimits.ofTask(this.started, List.of()), query);
		try {
			return messages().query(query, arguments);
		}
		finally {
			this.watched.end();
		}
	}

	/** The updates that the last task has rejected; the history has nothing of them. */
	public List<RejectedUpdate> rejectedUpdates() {
		return messages().rejectedUpdates();
	}

	/** What somebody should be told about the last task once it is written. */
	public List<String> warnings() {
		return messages().warnings();
	}

	/**
	 * Whether the last task left no event, though code went on in it: what is in memory
	 * is not what a replay would make.
	 */
	public boolean isUnrecorded() {
		return this.unrecorded;
	}

	private MessageHandlers messages() {
		RunContext runContext = this.context;
		if (runContext == null) {
			throw new IllegalStateException("The workflow has not begun");
		}
		return runContext.messages();
	}

	/** What it has begun and waits for. */
	public PendingWork pending() {
		return this.pending;
	}

	public WorkflowStarted started() {
		return Objects.requireNonNull(this.started);
	}

	/** The memo that it has now. */
	public Map<String, String> memo() {
		return Objects.requireNonNull(this.context).memoCommands().stored();
	}

	/** The search attributes that it has now, or {@code null} if it has none. */
	public @Nullable Map<String, SearchAttributeValue> searchAttributes() {
		return Objects.requireNonNull(this.context).searchAttributeCommands().stored();
	}

	public boolean isClosed() {
		return this.closed;
	}

	/** The number of the next event. */
	public long nextEventId() {
		return this.log.nextEventId();
	}

	/** About how many bytes the history has. */
	public long historySize() {
		return this.log.historySize();
	}

	/** The number of the last task. */
	public long lastTask() {
		return this.lastTask;
	}

	/** Unwinds its coroutines. It must not be used afterwards. */
	public void destroy() {
		WatchedCode unwinding = this.services.watch().of(this.identity, this.definition.type());
		unwinding.begin(CodeLimits.ofTask(this.started, List.of()), null);
		try {
			this.scheduler.destroy(unwinding);
		}
		finally {
			unwinding.end();
		}
	}

}
