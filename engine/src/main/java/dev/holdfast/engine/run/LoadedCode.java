package dev.holdfast.engine.run;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.replay.GivenUp;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * The code of an owned run as far as it is in memory: brought there from its history when
 * it is needed, and taken out again. Used by one thread at a time, but for
 * {@link #discard}.
 */
final class LoadedCode {

	private final RunEnvironment environment;

	private final RunIdentity identity;

	private final WorkflowDefinition definition;

	private final OpenActivities activities;

	private final Consumer<GivenUp> givenUp;

	private byte @Nullable [] startedPayload;

	private long startedAt;

	private @Nullable Inbound started;

	private @Nullable WorkflowInstance instance;

	private @Nullable WorkflowInstance runaway;

	private boolean tookOver;

	private volatile boolean discarded;

	/**
	 * Creates it, with nothing in memory.
	 * @param startedPayload the payload of the first event of a run that this node has
	 * just started, so that nothing has to be read, or {@code null}
	 */
	LoadedCode(RunEnvironment environment, RunIdentity identity, WorkflowDefinition definition,
			OpenActivities activities, byte @Nullable [] startedPayload, long startedAt, Consumer<GivenUp> givenUp) {
		this.environment = environment;
		this.identity = identity;
		this.definition = definition;
		this.activities = activities;
		this.startedPayload = startedPayload;
		this.startedAt = startedAt;
		this.tookOver = startedPayload != null;
		this.givenUp = givenUp;
	}

	/** When the run started; known once it was loaded. */
	long startedAt() {
		return this.startedAt;
	}

	/** What the run begins with, or {@code null} as long as it was not loaded. */
	@Nullable Inbound started() {
		return this.started;
	}

	/** The code, or {@code null} if it is not in memory. */
	@Nullable WorkflowInstance instance() {
		return this.instance;
	}

	/** Takes it out of memory before it is needed next. */
	void discard() {
		this.discarded = true;
	}

	/** Takes it out of memory. */
	void unload() {
		WorkflowInstance old = this.instance;
		this.instance = null;
		this.discarded = false;
		if (old != null && old.limits().hasRunaway()) {
			this.runaway = old;
		}
		if (old != null) {
			old.destroy();
		}
	}

	/**
	 * Brings it into memory, if it is not there.
	 * @param step told the messages that are found with the history
	 * @param know told the key of each of these; answers whether it is new
	 */
	WorkflowInstance load(RunStep step, StoredRun row, Predicate<String> know) throws TaskFailedException {
		if (this.discarded) {
			unload();
		}
		if (this.instance != null) {
			return this.instance;
		}
		WorkflowInstance left = this.runaway;
		if (left != null && left.limits().hasRunaway()) {
			throw left.limits().stillRunning();
		}
		this.runaway = null;
		WorkflowInstance fresh = new WorkflowInstance(this.identity, this.definition, this.environment.services());
		fresh.limits().requireRoom();
		fresh.limits().whenGivenUp(this.givenUp);
		this.instance = fresh;
		byte[] payload = this.startedPayload;
		if (payload != null && row.lastTask() == 0) {
			HistoryEvent event = this.environment.codec()
				.decodeEvent(this.identity.runId(), 1, 1, EventType.WORKFLOW_STARTED.storedName(), this.startedAt,
						payload);
			this.started = new Inbound(event.attributes(), event.data());
			return fresh;
		}
		this.startedPayload = null;
		replay(fresh, step, row, know);
		return fresh;
	}

	private void replay(WorkflowInstance fresh, RunStep step, StoredRun row, Predicate<String> know)
			throws TaskFailedException {
		RunReader.Loaded loaded = this.environment.reader().load(row);
		List<HistoryEvent> history = this.environment.reader().decode(row, loaded.history());
		HistoryEvent first = history.get(0);
		this.startedAt = first.time();
		this.started = new Inbound(first.attributes(), first.data());
		if (row.lastTask() > 0) {
			long began = this.environment.clock().micros();
			fresh.replay(history);
			this.environment.metrics()
				.replayed(this.definition.type(), history.size(), this.environment.clock().micros() - began);
		}
		for (StoredMessage message : loaded.messages()) {
			if (know.test(message.key())) {
				step.mails().add(new Mail.Message(message));
			}
		}
		if (!this.tookOver) {
			this.activities.takeOver(fresh.pending(), loaded.activities());
			this.tookOver = true;
		}
	}

}
