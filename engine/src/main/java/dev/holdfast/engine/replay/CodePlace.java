package dev.holdfast.engine.replay;

import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.spi.CurrentWorkflow;
import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Where the code of one run is, and what the parts of the engine that serve it share. It
 * decides what code may do at the place where it is.
 */
abstract sealed class CodePlace permits RunContext {

	/** Where a workflow object is made: it may prepare its state, and begin nothing. */
	static final String CONSTRUCTOR = "the constructor of a workflow";

	private final RunIdentity identity;

	private final WorkflowDefinition definition;

	private final RunServices services;

	private final CommandLog log;

	private final CoroutineScheduler scheduler;

	private final PendingWork pending;

	private final DeterministicValues values;

	private final WorkflowStarted started;

	private final long startedAt;

	private final CodeContext around;

	private @Nullable String readOnlyIn;

	private @Nullable ContinueAsNew leaving;

	CodePlace(RunIdentity identity, WorkflowDefinition definition, RunServices services, CommandLog log,
			CoroutineScheduler scheduler, PendingWork pending, WorkflowStarted started, long startedAt) {
		this.identity = identity;
		this.definition = definition;
		this.services = services;
		this.log = log;
		this.scheduler = scheduler;
		this.pending = pending;
		UUID seed = started.lineage().seed();
		this.values = new DeterministicValues((seed != null) ? seed : identity.runId());
		this.started = started;
		this.startedAt = startedAt;
		this.around = new CodeContext(services.contexts(), identity, definition.type(), started.headers());
	}

	/** What code finds when it looks where it runs. */
	abstract WorkflowRuntime runtime();

	RunIdentity identity() {
		return this.identity;
	}

	WorkflowDefinition definition() {
		return this.definition;
	}

	RunServices services() {
		return this.services;
	}

	PayloadMapper payloads() {
		return this.services.payloads();
	}

	CommandLog log() {
		return this.log;
	}

	PendingWork pending() {
		return this.pending;
	}

	DeterministicValues values() {
		return this.values;
	}

	WorkflowStarted started() {
		return this.started;
	}

	/** What surrounds code on its threads. */
	CodeContext around() {
		return this.around;
	}

	CoroutineScheduler scheduler() {
		return this.scheduler;
	}

	/** When the run started, in microseconds. */
	long startedAt() {
		return this.startedAt;
	}

	// What may be done there

	/** Runs code that must change nothing, on the current thread. */
	<R extends @Nullable Object> R readOnly(String where, Supplier<R> code) {
		WorkflowRuntime outer = CurrentWorkflow.get();
		String outerWhere = this.readOnlyIn;
		CurrentWorkflow.set(runtime());
		this.readOnlyIn = where;
		try {
			return code.get();
		}
		finally {
			this.readOnlyIn = outerWhere;
			CurrentWorkflow.set(outer);
		}
	}

	/**
	 * The coroutine that calls, which may change things.
	 * @throws ReadOnlyException if it may not
	 */
	Coroutine coroutine(String call) {
		requireNotGivenUp();
		this.log.throwIfMismatched();
		if (this.readOnlyIn != null) {
			throw new ReadOnlyException(call, this.readOnlyIn);
		}
		Coroutine current = this.scheduler.current();
		if (current == null) {
			throw new IllegalStateException(call + " was called from a thread that is not the workflow's");
		}
		if (current.isDestroyed()) {
			throw new CoroutineDestroyed();
		}
		if (this.leaving != null) {
			throw this.leaving;
		}
		return current;
	}

	/**
	 * The scope that the code which calls is in. What only looks is not in one, so it
	 * sees that of the whole execution.
	 */
	ScopeNode scope(ScopeNode outermost) {
		requireNotGivenUp();
		Coroutine current = this.scheduler.current();
		return (this.readOnlyIn != null || current == null) ? outermost : current.scope();
	}

	/**
	 * Code that took too long ends when it asks for something: nothing that it does
	 * counts.
	 */
	private void requireNotGivenUp() {
		if (this.scheduler.isRunaway(Thread.currentThread())) {
			throw new CoroutineDestroyed();
		}
	}

	/** Refuses what changes something where nothing may be changed, or not from there. */
	void requireMayChange(String call) {
		requireNotGivenUp();
		if (CurrentWorkflow.get() != runtime()) {
			throw new IllegalStateException(call + " was called from a thread that is not the workflow's");
		}
		if (this.readOnlyIn != null && this.readOnlyIn != CONSTRUCTOR) {
			throw new ReadOnlyException(call, this.readOnlyIn);
		}
	}

	/** The coroutine that calls, which must be that of the workflow method. */
	void requireMain(String call) {
		if (coroutine(call) != this.scheduler.main()) {
			throw new IllegalStateException(call + " was called from a signal handler, an update handler or another"
					+ " coroutine. Only the workflow method may end the run: let it wait for a field that the handler"
					+ " sets.");
		}
	}

	/** From here on the workflow method can do nothing but end. */
	ContinueAsNew leave(ContinueAsNew leaving) {
		this.leaving = leaving;
		return leaving;
	}

	/** What the workflow method ended for, if it goes on as a new run. */
	@Nullable ContinueAsNew leaving() {
		return this.leaving;
	}

	void block(String call, BooleanSupplier condition) {
		coroutine(call).block(() -> "waits in " + call, condition);
	}

	/** Runs what was attached to a promise. */
	void callback(ScopeNode scope, Runnable code) {
		this.scheduler.startCallback(runtime(), scope, code);
	}

}
