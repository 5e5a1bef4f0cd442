package dev.holdfast.engine.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventSize;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.UpdateCompleted;
import dev.holdfast.engine.history.RunAttributes.WorkflowFailed;
import dev.holdfast.engine.history.ValueAttributes.VersionRecorded;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

/**
 * What the code of a run does, in order, as events. Live, each command becomes a new
 * event; on replay, each is compared at once with the event that the history has in its
 * place, and that event is the answer.
 */
final class CommandLog {

	/** How many events on both sides of a mismatch are shown. */
	private static final int SHOWN = 4;

	private final BiPredicate<EventAttributes, EventAttributes> same;

	private final BiConsumer<HistoryEvent, byte[]> changedInput;

	/** While replaying, the last events on which code and history agreed. */
	private final Deque<HistoryEvent> agreed = new ArrayDeque<>(SHOWN);

	private final Deque<HistoryEvent> expected = new ArrayDeque<>(1);

	private final List<HistoryEvent> issued = new ArrayList<>();

	private final Map<String, Integer> versions = new HashMap<>();

	private long nextEventId = 1;

	private long historySize;

	private long task;

	private long time;

	private boolean replaying;

	private @Nullable NonDeterminismError mismatch;

	private @Nullable RuntimeException refusal;

	/**
	 * Creates a log.
	 * @param same whether a recorded command is one that the code gives
	 * @param changedInput told when the code gives a command another input
	 */
	CommandLog(BiPredicate<EventAttributes, EventAttributes> same, BiConsumer<HistoryEvent, byte[]> changedInput) {
		this.same = same;
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
		this.agreed.clear();
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
		take(inbound);
	}

	private HistoryEvent take(HistoryEvent event) {
		this.nextEventId++;
		this.historySize += EventSize.of(event);
		agree(event);
		return event;
	}

	private void agree(HistoryEvent event) {
		if (this.replaying) {
			if (this.agreed.size() == SHOWN) {
				this.agreed.remove();
			}
			this.agreed.add(event);
		}
	}

	/**
	 * Records a command.
	 * @param data its payload; on replay {@code null} leaves the payload uncompared
	 * @return the event: the new one, or the one in the history
	 */
	HistoryEvent record(EventAttributes command, byte @Nullable [] data) {
		throwIfMismatched();
		long id = idOfNext();
		if (!this.replaying) {
			HistoryEvent event = new HistoryEvent(id, this.task, this.time, command, data);
			this.issued.add(event);
			return take(event);
		}
		HistoryEvent event = this.expected.poll();
		if (event == null) {
			throw mismatched(id, "nothing more in workflow task " + this.task, command.identity(), null);
		}
		if (!this.same.test(event.attributes(), command)) {
			throw mismatched(event.id(), event.attributes().identity(), command.identity(), event);
		}
		if (data != null && !Arrays.equals(data, event.data())) {
			this.changedInput.accept(event, data);
		}
		return take(event);
	}

	/**
	 * The version of a change: the one that was recorded before this place or at it, a
	 * new record of the newest if the task is new, or else the default for ever.
	 */
	int version(String changeId, int newest) {
		throwIfMismatched();
		passVersions();
		Integer known = this.versions.get(changeId);
		if (known != null) {
			return known;
		}
		int version = newest;
		if (this.replaying) {
			requireNoLaterVersion(changeId);
			version = Workflows.DEFAULT_VERSION;
		}
		else {
			record(new VersionRecorded(changeId, newest), null);
		}
		this.versions.put(changeId, version);
		return version;
	}

	/** Records which version of its type the run begins with. */
	void beginWith(int workflowVersion) {
		record(new VersionRecorded(VersionRecorded.WORKFLOW, workflowVersion), null);
		this.versions.put(VersionRecorded.WORKFLOW, workflowVersion);
	}

	private void requireNoLaterVersion(String changeId) {
		for (HistoryEvent later : this.expected) {
			if (later.attributes() instanceof VersionRecorded version && version.changeId().equals(changeId)) {
				throw mismatched(later.id(), later.attributes().identity(),
						"ask for it before event " + this.nextEventId, later);
			}
		}
	}

	/**
	 * Takes up the versions that were recorded at this place, whether the code still asks
	 * for them or not.
	 */
	private void passVersions() {
		for (HistoryEvent next = this.expected.peek(); next != null
				&& next.attributes() instanceof VersionRecorded recorded; next = this.expected.peek()) {
			this.expected.remove();
			this.nextEventId++;
			Integer before = this.versions.put(recorded.changeId(), recorded.version());
			if (before != null) {
				throw mismatched(next.id(), recorded.identity(), "ask for it in an earlier task", next);
			}
			agree(next);
		}
	}

	/** Whether the history has a certain command at this place. */
	boolean hasNext(EventAttributes command) {
		passVersions();
		HistoryEvent next = this.expected.peek();
		return next != null && next.attributes().identity().equals(command.identity());
	}

	/**
	 * Whether the history has a certain end at this place, with a failure of the same
	 * type: what was once decided about an exception stays so when the list of those that
	 * fail an execution changes.
	 */
	boolean hasNext(EventAttributes end, FailureRecord failure) {
		if (!hasNext(end)) {
			return false;
		}
		EventAttributes next = Objects.requireNonNull(this.expected.peek()).attributes();
		FailureRecord recorded = null;
		if (next instanceof WorkflowFailed failed) {
			recorded = failed.failure();
		}
		else if (next instanceof UpdateCompleted completed) {
			recorded = completed.failure();
		}
		return recorded != null && Objects.equals(recorded.type(), failure.type());
	}

	/** The number that the next command will have, or has in the history. */
	long idOfNext() {
		passVersions();
		return this.nextEventId;
	}

	/** The run cannot go on with this code, whatever user code makes of the exception. */
	<E extends RuntimeException> E refuse(E reason) {
		this.refusal = reason;
		return reason;
	}

	/**
	 * Code and history part.
	 * @param event the event, if it is taken out of what is expected already
	 */
	private NonDeterminismError mismatched(long eventId, String recorded, String done, @Nullable HistoryEvent event) {
		List<HistoryEvent> following = new ArrayList<>();
		if (event != null) {
			following.add(event);
		}
		this.expected.stream().filter((later) -> later.id() > eventId).limit(SHOWN).forEach(following::add);
		NonDeterminismError error = new NonDeterminismError(eventId, recorded, done, agreed(), following);
		this.mismatch = error;
		return error;
	}

	/** What code and history agree on just before the place where the code is. */
	List<HistoryEvent> agreed() {
		return List.copyOf(this.agreed);
	}

	/** Throws again what was thrown, in case user code swallowed it. */
	void throwIfMismatched() {
		if (this.mismatch != null) {
			throw this.mismatch;
		}
		if (this.refusal != null) {
			throw this.refusal;
		}
	}

	/**
	 * Ends a replayed task: everything that the history has must have been done again.
	 */
	void finishReplay() {
		throwIfMismatched();
		passVersions();
		HistoryEvent missing = this.expected.poll();
		if (missing != null) {
			throw mismatched(missing.id(), missing.attributes().identity(), "nothing more", missing);
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

	/** About how many bytes the history has: the same live and on replay. */
	long historySize() {
		return this.historySize;
	}

	long time() {
		return this.time;
	}

}
