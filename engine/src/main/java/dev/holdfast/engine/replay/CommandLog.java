package dev.holdfast.engine.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the code of a run does, in order, as events. Live, each command becomes a new
 * event; on replay, each is compared at once with the event that the history has in its
 * place, and that event is the answer.
 */
final class CommandLog {

	private final Consumer<HistoryEvent> changedInput;

	private final Deque<HistoryEvent> expected = new ArrayDeque<>();

	private final List<HistoryEvent> issued = new ArrayList<>();

	private long nextEventId = 1;

	private long task;

	private long time;

	private boolean replaying;

	private @Nullable NonDeterminismError mismatch;

	CommandLog(Consumer<HistoryEvent> changedInput) {
		this.changedInput = changedInput;
	}

	/** Begins a task that the history has, with the commands that it has for it. */
	void replay(long task, long time, List<HistoryEvent> commands) {
		begin(task, time);
		this.replaying = true;
		this.expected.addAll(commands);
	}

	/** Begins a new task. */
	void live(long task, long time) {
		begin(task, time);
		this.replaying = false;
	}

	private void begin(long task, long time) {
		this.task = task;
		this.time = time;
		this.issued.clear();
		this.expected.clear();
	}

	/** Takes the number of an event that happened to the run. */
	void accept(HistoryEvent inbound) {
		if (inbound.id() != this.nextEventId) {
			throw new IllegalStateException(
					"Event " + inbound.id() + " was given where event " + this.nextEventId + " belongs");
		}
		this.nextEventId++;
	}

	/**
	 * Records a command.
	 * @param data its payload; on replay {@code null} leaves the payload uncompared
	 * @return the event: the new one, or the one in the history
	 */
	HistoryEvent record(EventAttributes command, byte @Nullable [] data) {
		throwIfMismatched();
		long id = this.nextEventId;
		if (!this.replaying) {
			HistoryEvent event = new HistoryEvent(id, this.task, this.time, command, data);
			this.issued.add(event);
			this.nextEventId++;
			return event;
		}
		HistoryEvent event = this.expected.poll();
		if (event == null) {
			throw mismatched(
					new NonDeterminismError(id, "nothing more in workflow task " + this.task, command.identity()));
		}
		if (!event.attributes().identity().equals(command.identity())) {
			throw mismatched(new NonDeterminismError(event.id(), event.attributes().identity(), command.identity()));
		}
		if (data != null && !Arrays.equals(data, event.data())) {
			this.changedInput.accept(event);
		}
		this.nextEventId++;
		return event;
	}

	private NonDeterminismError mismatched(NonDeterminismError error) {
		this.mismatch = error;
		return error;
	}

	/** Throws again what was thrown, in case user code swallowed it. */
	void throwIfMismatched() {
		if (this.mismatch != null) {
			throw this.mismatch;
		}
	}

	/**
	 * Ends a replayed task: everything that the history has must have been done again.
	 */
	void finishReplay() {
		throwIfMismatched();
		HistoryEvent missing = this.expected.poll();
		if (missing != null) {
			throw mismatched(new NonDeterminismError(missing.id(), missing.attributes().identity(), "nothing more"));
		}
	}

	/** On replay, what the history has next in this task, or {@code null}. */
	@Nullable HistoryEvent next() {
		return this.expected.peek();
	}

	/** The commands of the current task. */
	List<HistoryEvent> issued() {
		return List.copyOf(this.issued);
	}

	boolean isReplaying() {
		return this.replaying;
	}

	long nextEventId() {
		return this.nextEventId;
	}

	long time() {
		return this.time;
	}

}
