package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.holdfast.engine.definition.HandlerDefinition;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ActivityAttributes;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.history.ChildAttributes.ChildCompleted;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.ChildAttributes.ChildStartFailed;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.history.RunAttributes.WorkflowCompleted;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.payload.PayloadException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run as live code: the workflow object, its coroutines, and what it waits for. It is
 * brought up to date by replaying its history, and carried on by executing new tasks;
 * both run the same path. It touches no database. Used by one thread at a time.
 */
public final class WorkflowInstance {

	private static final Logger logger = LoggerFactory.getLogger(WorkflowInstance.class);

	private final RunIdentity identity;

	private final WorkflowDefinition definition;

	private final RunServices services;

	private final CommandLog log;

	private final CoroutineScheduler scheduler;

	private final PendingWork pending = new PendingWork();

	private final ScopeNode rootScope = ScopeNode.detached();

	private @Nullable RunContext context;

	private @Nullable Object workflow;

	private @Nullable Object result;

	private @Nullable WorkflowStarted started;

	private boolean closed;

	private long lastTask;

	public WorkflowInstance(RunIdentity identity, WorkflowDefinition definition, RunServices services) {
		this.identity = identity;
		this.definition = definition;
		this.services = services;
		this.log = new CommandLog((event) -> services.changedInput().inputChanged(identity, event));
		this.scheduler = new CoroutineScheduler(services.coroutines());
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
		HistoryEvent first = events.get(0);
		this.log.replay(first.task(), first.time(), commands);
		run(inbound);
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
		long task = this.lastTask + 1;
		long taskTime = Math.max(time, this.log.time());
		List<HistoryEvent> happened = new ArrayList<>();
		for (Inbound one : inbound) {
			happened.add(new HistoryEvent(this.log.nextEventId() + happened.size(), task, taskTime, one.attributes(),
					one.data()));
		}
		this.log.live(task, taskTime);
		run(happened);
		this.lastTask = task;
		happened.addAll(this.log.issued());
		return happened;
	}

	private void run(List<HistoryEvent> inbound) throws TaskFailedException {
		try {
			inbound.forEach(this.log::accept);
			inbound.forEach(this::apply);
			Coroutine ended = this.scheduler.runUntilBlocked();
			this.log.throwIfMismatched();
			if (ended != null) {
				close(ended);
			}
		}
		catch (CheckedExceptionInWorkflow ex) {
			throw new TaskFailedException(ex.original());
		}
		catch (Exception | Error ex) { // checked exceptions of workflow code among them
			throw new TaskFailedException(ex);
		}
	}

	// What happened

	private void apply(HistoryEvent event) {
		EventAttributes attributes = event.attributes();
		switch (event.type()) {
			case WORKFLOW_STARTED -> start(event, (WorkflowStarted) attributes);
			case SIGNAL_RECEIVED -> signal(event, (SignalReceived) attributes);
			case CANCEL_REQUESTED -> this.rootScope.cancel(((CancelRequested) attributes).reason());
			case ACTIVITY_COMPLETED -> closeActivity(event, ((ActivityCompleted) attributes).activityId(), null);
			case ACTIVITY_FAILED, ACTIVITY_TIMED_OUT ->
				closeActivity(event, ((ActivityFailed) attributes).activityId(), (ActivityFailed) attributes);
			case TIMER_FIRED -> fireTimer(((TimerFired) attributes).timerId());
			case CHILD_START_FAILED -> closeChild(event, ((ChildStartFailed) attributes).childId(), null);
			case CHILD_COMPLETED -> closeChild(event, ((ChildCompleted) attributes).childId(), null);
			case CHILD_FAILED, CHILD_TIMED_OUT, CHILD_CANCELED, CHILD_TERMINATED ->
				closeChild(event, ((ChildFailed) attributes).childId(), (ChildFailed) attributes);
			default -> throw new IllegalStateException("Event " + event.id() + " is a command: " + event.type());
		}
	}

	private void start(HistoryEvent event, WorkflowStarted attributes) {
		this.started = attributes;
		RunContext runContext = new RunContext(this.identity, this.definition, this.services, this.log, this.scheduler,
				this.pending, attributes, event.time());
		this.context = runContext;
		Object instance = runContext.readOnly("the constructor of a workflow", () -> {
			try {
				return this.definition.newInstance();
			}
			catch (RuntimeException | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new CheckedExceptionInWorkflow(ex);
			}
		});
		this.workflow = instance;
		HandlerDefinition main = this.definition.main();
		@Nullable Object[] arguments = this.services.payloads()
			.readArguments(data(event), main.parameterTypes(), "The input of workflow " + this.definition.type());
		this.scheduler.startMain(runContext, this.rootScope, () -> this.result = invoke(main, instance, arguments));
	}

	private void signal(HistoryEvent event, SignalReceived attributes) {
		HandlerDefinition handler = this.definition.signals().get(attributes.signal());
		if (handler == null) {
			logger.warn("Workflow {} '{}' received the signal '{}', for which it has no method; it has {}",
					this.definition.type(), this.identity.workflowId(), attributes.signal(),
					this.definition.signals().keySet());
			return;
		}
		@Nullable Object[] arguments;
		try {
			arguments = this.services.payloads()
				.readArguments(data(event), handler.parameterTypes(), "Signal '" + attributes.signal() + "'");
		}
		catch (PayloadException ex) {
			logger.warn("Workflow {} '{}' cannot read a signal and goes on without it: {}", this.definition.type(),
					this.identity.workflowId(), ex.getMessage());
			return;
		}
		Object instance = Objects.requireNonNull(this.workflow);
		this.scheduler.startHandler("signal " + handler.name(), Objects.requireNonNull(this.context), this.rootScope,
				() -> invoke(handler, instance, arguments));
	}

	private void closeActivity(HistoryEvent event, long id, @Nullable ActivityFailed failed) {
		PendingItem<ActivityAttributes.ActivityScheduled> item = this.pending.removeActivity(id);
		if (item == null) {
			return;
		}
		item.step(PendingItem.Cause.CLOSE);
		String type = item.attributes().activityType();
		if (failed != null) {
			item.promise()
				.fail(new ActivityFailure(type, id, failed.attempts(), failed.retryState(), failure(failed.failure())));
		}
		else {
			item.promise().complete(() -> read(event, item.resultType(), "The result of activity " + type));
		}
	}

	private void fireTimer(long id) {
		PendingItem<TimerStarted> item = this.pending.removeTimer(id);
		if (item != null) {
			item.step(PendingItem.Cause.CLOSE);
			item.promise().complete(() -> null);
		}
	}

	private void closeChild(HistoryEvent event, long id, @Nullable ChildFailed failed) {
		PendingItem<ChildInitiated> item = this.pending.removeChild(id);
		if (item == null) {
			return;
		}
		item.step(PendingItem.Cause.CLOSE);
		ChildInitiated child = item.attributes();
		if (event.type() == EventType.CHILD_START_FAILED) {
			item.promise()
				.fail(new ChildWorkflowFailure(child.workflowType(), child.workflowId(),
						failure(Failures.workflowIdInUse(child.workflowId()))));
		}
		else if (failed != null) {
			item.promise()
				.fail(new ChildWorkflowFailure(child.workflowType(), child.workflowId(), failure(failed.failure())));
		}
		else {
			item.promise()
				.complete(() -> read(event, item.resultType(),
						"The result of child workflow '" + child.workflowId() + "'"));
		}
	}

	// How it ends

	private void close(Coroutine ended) {
		Throwable thrown = ended.failure();
		if (thrown == null) {
			byte[] data = this.services.payloads()
				.write(this.result, "The result of workflow " + this.definition.type());
			this.log.record(new WorkflowCompleted(), data);
		}
		else {
			Throwable original = (thrown instanceof CheckedExceptionInWorkflow checked) ? checked.original() : thrown;
			if (!(original instanceof WorkflowFailure) && !this.definition.failsOn(original)) {
				sneakyThrow(original);
			}
			boolean canceled = this.rootScope.isCancellationRequested() && Failures.isCancellation(original);
			this.log.record(new WorkflowFailed(canceled, Failures.toRecord(original, this.services.payloads()), null),
					null);
		}
		if (this.scheduler.unfinishedHandlers() > 0 && !this.log.isReplaying()) {
			logger.warn("Workflow {} '{}' ended while {} signal handlers had not finished", this.definition.type(),
					this.identity.workflowId(), this.scheduler.unfinishedHandlers());
		}
		this.closed = true;
		this.scheduler.destroy();
	}

	private static @Nullable Object invoke(HandlerDefinition method, Object workflow, @Nullable Object[] arguments) {
		try {
			return method.invoke(workflow, arguments);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new CheckedExceptionInWorkflow(ex);
		}
	}

	/**
	 * Carries a checked exception of user code through engine code that declares none.
	 */
	private static final class CheckedExceptionInWorkflow extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CheckedExceptionInWorkflow(Throwable original) {
			super(original);
		}

		Throwable original() {
			return Objects.requireNonNull(getCause());
		}

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
	public byte[] query(HandlerDefinition query, byte[] arguments) throws Throwable {
		RunContext runContext = this.context;
		Object instance = this.workflow;
		if (runContext == null || instance == null) {
			throw new IllegalStateException("The workflow has not begun");
		}
		@Nullable Object[] values = this.services.payloads()
			.readArguments(arguments, query.parameterTypes(), "Query '" + query.name() + "'");
		try {
			return runContext.readOnly("a query", () -> this.services.payloads()
				.write(invoke(query, instance, values), "The answer to query '" + query.name() + "'"));
		}
		catch (CheckedExceptionInWorkflow ex) {
			throw ex.original();
		}
	}

	/** What it has begun and waits for. */
	public PendingWork pending() {
		return this.pending;
	}

	public WorkflowStarted started() {
		return Objects.requireNonNull(this.started);
	}

	public boolean isClosed() {
		return this.closed;
	}

	/** The number of the next event. */
	public long nextEventId() {
		return this.log.nextEventId();
	}

	/** The number of the last task. */
	public long lastTask() {
		return this.lastTask;
	}

	/** Unwinds its coroutines. It must not be used afterwards. */
	public void destroy() {
		this.scheduler.destroy();
	}

	private WorkflowFailure failure(FailureRecord record) {
		return Failures.toFailure(record, this.services.payloads());
	}

	private @Nullable Object read(HistoryEvent event, Type type, String what) {
		return this.services.payloads().read(data(event), type, what);
	}

	private static byte[] data(HistoryEvent event) {
		byte[] data = event.data();
		if (data == null) {
			throw new UnreadableHistoryException("Event " + event.id() + " (" + event.type() + ") has no data", null);
		}
		return data;
	}

}
