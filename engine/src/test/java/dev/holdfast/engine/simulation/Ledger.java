package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the world outside of the engine knows: what clients asked and were told, and what
 * activities did.
 */
final class Ledger {

	private final Map<String, List<Effect>> effects = new LinkedHashMap<>();

	private final List<Message> messages = new ArrayList<>();

	private final List<Start> starts = new ArrayList<>();

	private final List<Reset> resets = new ArrayList<>();

	private final List<Schedule> schedules = new ArrayList<>();

	/** What a caller was told in the end. */
	enum Answer {

		/** It was done. */
		ACKNOWLEDGED,
		/** It was not done, and never will be. */
		REFUSED,
		/** Nobody knows. */
		UNKNOWN

	}

	/** What a kind of message is in a history. */
	enum Kind {

		SIGNAL, UPDATE

	}

	/**
	 * An activity has done what it does.
	 *
	 * @param result what it answers
	 */
	record Effect(int attempt, String result, long at, String process) {
	}

	/** A message that a client sends. */
	static final class Message {

		final Kind kind;

		final String workflowId;

		final int number;

		final @Nullable String requestId;

		Answer answer = Answer.UNKNOWN;

		/** How often it was sent. */
		int sent;

		/** The process through which it was sent, if it was sent once only. */
		@Nullable String through;

		Message(Kind kind, String workflowId, int number, @Nullable String requestId) {
			this.kind = kind;
			this.workflowId = workflowId;
			this.number = number;
			this.requestId = requestId;
		}

		@Override
		public String toString() {
			return this.kind + " " + this.number + " to '" + this.workflowId + "' (" + this.answer + ")";
		}

	}

	/** That an execution is taken back to what it was. */
	static final class Reset {

		final String workflowId;

		Answer answer = Answer.UNKNOWN;

		/** The run that it made, as far as that was told. */
		@Nullable String runId;

		Reset(String workflowId) {
			this.workflowId = workflowId;
		}

		@Override
		public String toString() {
			return "reset of '" + this.workflowId + "' (" + this.answer + ")";
		}

	}

	/** A schedule that a client asks for. */
	static final class Schedule {

		final String id;

		final long actions;

		final long everyMicros;

		Answer answer = Answer.UNKNOWN;

		Schedule(String id, long actions, long everyMicros) {
			this.id = id;
			this.actions = actions;
			this.everyMicros = everyMicros;
		}

	}

	/** A start that a client asks for. */
	static final class Start {

		final String workflowId;

		final boolean withRow;

		Answer answer = Answer.UNKNOWN;

		Start(String workflowId, boolean withRow) {
			this.workflowId = workflowId;
			this.withRow = withRow;
		}

		@Override
		public String toString() {
			return "start of '" + this.workflowId + "' (" + this.answer + ")";
		}

	}

	Message message(Kind kind, String workflowId, int number, @Nullable String requestId) {
		Message message = new Message(kind, workflowId, number, requestId);
		this.messages.add(message);
		return message;
	}

	Start start(String workflowId, boolean withRow) {
		Start start = new Start(workflowId, withRow);
		this.starts.add(start);
		return start;
	}

	Schedule schedule(String id, long actions, long everyMicros) {
		Schedule schedule = new Schedule(id, actions, everyMicros);
		this.schedules.add(schedule);
		return schedule;
	}

	Reset reset(String workflowId) {
		Reset reset = new Reset(workflowId);
		this.resets.add(reset);
		return reset;
	}

	List<Reset> resets() {
		return this.resets;
	}

	List<Schedule> schedules() {
		return this.schedules;
	}

	void effect(String key, Effect effect) {
		this.effects.computeIfAbsent(key, (all) -> new ArrayList<>()).add(effect);
	}

	List<Effect> effects(String key) {
		return this.effects.getOrDefault(key, List.of());
	}

	Map<String, List<Effect>> effects() {
		return this.effects;
	}

	List<Message> messages() {
		return this.messages;
	}

	List<Start> starts() {
		return this.starts;
	}

}
