package dev.holdfast.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

import dev.holdfast.engine.history.ActivityAttributes.ActivityCanceled;
import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.ActivityAttributes.ActivityFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.ChildAttributes.ChildCompleted;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.ChildAttributes.ChildStartFailed;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.UpdateAccepted;
import dev.holdfast.engine.history.MessageAttributes.UpdateCompleted;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerFired;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.simulation.Checker.Run;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.workflow.ParentClosePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/** Checks the history of one run, against itself and against what happened outside. */
final class HistoryChecker {

	/** By how much what two nodes take for the time of the database may differ. */
	private static final long CLOCKS_APART = 5000;

	private static final long LATEST_TIMER = Simulation.POLL + 1_000_000;

	private final Run run;

	private final Map<UUID, Run> runs;

	private final World world;

	private final JdbcTemplate jdbc;

	private final BiConsumer<String, String> violated;

	private final PayloadMapper payloads;

	private final Map<Long, EventAttributes> begun = new HashMap<>();

	private final Set<Object> ended = new HashSet<>();

	private final Map<String, Boolean> updates = new HashMap<>();

	private final Set<String> results = new HashSet<>();

	HistoryChecker(Run run, Map<UUID, Run> runs, World world, JdbcTemplate jdbc, BiConsumer<String, String> violated,
			PayloadMapper payloads) {
		this.run = run;
		this.runs = runs;
		this.world = world;
		this.jdbc = jdbc;
		this.violated = violated;
		this.payloads = payloads;
	}

	/** A message in a history, or {@code null} if an event is none. */
	static @Nullable String message(HistoryEvent event, PayloadMapper payloads) {
		Ledger.Kind kind = switch (event.type()) {
			case SIGNAL_RECEIVED -> Ledger.Kind.SIGNAL;
			case UPDATE_ACCEPTED -> Ledger.Kind.UPDATE;
			default -> null;
		};
		return (kind != null) ? kind + " " + payloads.readArguments(Objects.requireNonNull(event.data()),
				new Class<?>[] { int.class }, "a message")[0] : null;
	}

	void check() {
		for (HistoryEvent event : this.run.history()) {
			EventAttributes attributes = event.attributes();
			if (attributes instanceof ActivityScheduled || attributes instanceof TimerStarted
					|| attributes instanceof ChildInitiated) {
				this.begun.put(event.id(), attributes);
			}
			else if (attributes instanceof UpdateAccepted accepted) {
				if (this.updates.put(accepted.updateId(), false) != null) {
					bad("I-6", "update " + accepted.updateId() + " was accepted twice");
				}
			}
			else if (attributes instanceof UpdateCompleted completed) {
				if (!Boolean.FALSE.equals(this.updates.put(completed.updateId(), true))) {
					bad("I-6", "update " + completed.updateId() + " was completed twice, or was not accepted");
				}
			}
			else {
				end(event, attributes);
			}
		}
		this.begun.forEach((id, attributes) -> {
			if (attributes instanceof ChildInitiated child && !this.ended.contains("not started " + id)) {
				child(id, child);
			}
			if (attributes instanceof ActivityScheduled scheduled) {
				activity(id, scheduled);
			}
		});
		order();
		seen();
	}

	private void bad(String invariant, String what) {
		this.violated.accept(invariant, what + " in " + this.run);
	}

	private void end(HistoryEvent event, EventAttributes attributes) {
		if (attributes instanceof ActivityCompleted completed) {
			end(completed.activityId(), ActivityScheduled.class, event);
			String key = this.run.origin(event.id(), this.runs) + ":" + completed.activityId();
			String result = text(event);
			this.results.add(result);
			if (this.world.ledger().effects(key).stream().noneMatch((effect) -> effect.result().equals(result))) {
				bad("I-9",
						"activity " + completed.activityId() + " has the result " + result + ", which it never gave");
			}
		}
		else if (attributes instanceof ActivityFailed failed) {
			end(failed.activityId(), ActivityScheduled.class, event);
		}
		else if (attributes instanceof ActivityCanceled canceled) {
			end(canceled.activityId(), ActivityScheduled.class, event);
		}
		else if (attributes instanceof TimerFired fired && fired.timerId() == 1) {
			Long firstTaskAt = ((WorkflowStarted) this.run.history().get(0).attributes()).timing().firstTaskAt();
			if (event.id() > this.run.kept() && (firstTaskAt == null || event.time() < firstTaskAt)) {
				bad("I-15", "the run begins before it is due");
			}
		}
		else if (attributes instanceof TimerFired fired) {
			end(fired.timerId(), TimerStarted.class, event);
			if (this.begun.get(fired.timerId()) instanceof TimerStarted timer) {
				if (event.id() > this.run.kept()) {
					punctual(event, timer);
				}
			}
		}
		else if (attributes instanceof TimerCanceled canceled) {
			end(canceled.timerId(), TimerStarted.class, event);
		}
		else if (attributes instanceof ChildCompleted completed) {
			end(completed.childId(), ChildInitiated.class, event);
		}
		else if (attributes instanceof ChildFailed failed) {
			end(failed.childId(), ChildInitiated.class, event);
		}
		else if (attributes instanceof ChildStartFailed failed) {
			end(failed.childId(), ChildInitiated.class, event);
			this.ended.add("not started " + failed.childId());
		}
		else if (attributes instanceof LocalActivityClosed closed) {
			if (!this.ended.add("local " + closed.localId())) {
				bad("I-6", "local activity " + closed.localId() + " closed twice");
			}
			String key = this.run.origin(event.id(), this.runs) + ":local:" + closed.localId();
			this.results.add(text(event));
			if (closed.failure() == null && this.world.ledger()
				.effects(key)
				.stream()
				.noneMatch((effect) -> effect.result().equals(text(event)))) {
				bad("I-9", "local activity " + closed.localId() + " has a result that it never gave");
			}
		}
	}

	private void end(long id, Class<?> type, HistoryEvent event) {
		if (!type.isInstance(this.begun.get(id))) {
			bad("I-6", "event " + event.id() + " (" + event.type() + ") ends " + id + ", which did not begin");
		}
		if (!this.ended.add(id)) {
			bad("I-6", "event " + event.id() + " (" + event.type() + ") ends " + id + " for the second time");
		}
	}

	private String text(HistoryEvent event) {
		return String.valueOf(
				this.payloads.read(Objects.requireNonNullElse(event.data(), "null".getBytes(StandardCharsets.UTF_8)),
						String.class, "a result"));
	}

	/** What the code has seen of activities in its life is what was recorded of them. */
	private void seen() {
		HistoryEvent last = this.run.history().get(this.run.history().size() - 1);
		if (last.type() != EventType.WORKFLOW_COMPLETED) {
			return;
		}
		Map<?, ?> seen = (Map<?, ?>) Objects.requireNonNull(this.payloads
			.read(Objects.requireNonNullElse(last.data(), PayloadMapper.NULL), Map.class, "the result of a run"));
		seen.forEach((step, what) -> {
			if (what.toString().indexOf('#') >= 0 && !this.results.contains(what.toString())) {
				bad("I-11", "step " + step + " has seen " + what + ", which is not what was recorded");
			}
		});
	}

	/** Without trouble there is nothing that would delay what is due for long. */
	private void punctual(HistoryEvent event, TimerStarted timer) {
		Long bornAt = ((WorkflowStarted) this.run.history().get(0).attributes()).timing().firstTaskAt();
		long dueAt = (this.run.from() != null && bornAt != null) ? Math.max(bornAt, timer.dueAt()) : timer.dueAt();
		if (this.world.faults().neverActive() && event.time() > dueAt + LATEST_TIMER) {
			bad("I-15", "a timer fired " + (event.time() - dueAt) + " us late");
		}
	}

	/** Who fails as planned is not tried again before its time. */
	private void delays(long id, ActivityScheduled scheduled, List<Ledger.Effect> effects) {
		long least = Micros.of(scheduled.policy().retry().initialInterval());
		for (int i = 1; i < effects.size() && this.world.faults().neverActive(); i++) {
			long pause = effects.get(i).at() - effects.get(i - 1).at();
			if (pause < least - CLOCKS_APART) {
				bad("I-7", "activity " + id + " was tried again after " + pause + " us instead of " + least);
			}
		}
	}

	private void activity(long id, ActivityScheduled scheduled) {
		HistoryEvent end = closing(id);
		// what a reset takes over without its end is made again
		String key = ((end != null) ? this.run.origin(end.id(), this.runs) : this.run.runId()) + ":" + id;
		List<Ledger.Effect> effects = this.world.ledger().effects(key);
		int allowed = scheduled.policy().retry().maximumAttempts();
		boolean closed = this.ended.contains(id);
		if (effects.stream().anyMatch((effect) -> effect.attempt() > allowed)) {
			bad("I-7", "activity " + id + " was attempted more than " + allowed + " times: " + effects);
		}
		delays(id, scheduled, effects);
		if (scheduled.activityType().endsWith("poison") && effects.size() > allowed) {
			bad("I-7", "activity " + id + " was made " + effects.size() + " times, though no more than " + allowed
					+ " are allowed");
		}
		if (this.world.faults().neverActive() && end != null && end.attributes() instanceof ActivityCompleted completed
				&& effects.size() != completed.attempts()) {
			bad("I-9", "activity " + id + " was made " + effects.size() + " times without a fault");
		}
		if (scheduled.activityType().endsWith("book")) {
			Integer rows = this.jdbc.queryForObject("select count(*) from business where place = ?", Integer.class,
					key);
			boolean completed = end != null && end.attributes() instanceof ActivityCompleted;
			boolean failed = end != null && end.attributes() instanceof ActivityFailed;
			if (rows == null || rows > 1 || (completed && rows != 1) || (failed && rows != 0)) {
				bad("I-10", "transactional activity " + id + ", which "
						+ (completed ? "completed" : failed ? "failed" : closed ? "was cancelled" : "did not end")
						+ ", has " + rows + " effects");
			}
		}
	}

	private @Nullable HistoryEvent closing(long id) {
		return this.run.history()
			.stream()
			.filter((event) -> (event.attributes() instanceof ActivityCompleted completed
					&& completed.activityId() == id)
					|| (event.attributes() instanceof ActivityFailed failed && failed.activityId() == id))
			.findFirst()
			.orElse(null);
	}

	private void child(long id, ChildInitiated initiated) {
		List<Run> children = this.runs.values()
			.stream()
			.filter((other) -> other.runId().equals(initiated.runId()))
			.toList();
		if (children.size() != 1 || !this.run.origin(id, this.runs).equals(children.get(0).parent())) {
			bad("I-14", "child " + id + " has " + children.size() + " runs");
			return;
		}
		Run last = children.get(0);
		for (Run next = last; next != null; next = (last.nextRunId() != null) ? this.runs.get(last.nextRunId())
				: null) {
			last = next;
		}
		if (this.ended.contains(id) && last.isOpen()) {
			bad("I-14", "child " + id + " is said to have ended, but is open");
		}
		if (this.run.isOpen() && !this.ended.contains(id) && !last.isOpen()) {
			bad("I-14", "child " + id + " has ended, and its parent does not know it");
		}
		if (!this.run.isOpen() && !this.ended.contains(id)) {
			boolean asked = last.history().stream().anyMatch((event) -> event.type() == EventType.CANCEL_REQUESTED);
			if (initiated.parentClosePolicy() == ParentClosePolicy.TERMINATE && last.isOpen()) {
				bad("I-14", "child " + id + " was to be terminated with its parent, but is " + last.status());
			}
			if (initiated.parentClosePolicy() == ParentClosePolicy.REQUEST_CANCEL && last.isOpen() && !asked) {
				bad("I-14", "child " + id + " was to be cancelled with its parent, but was not asked");
			}
			if (initiated.parentClosePolicy() == ParentClosePolicy.ABANDON && last.status().equals("TERMINATED")) {
				bad("I-14", "child " + id + " was to be left alone, but was terminated");
			}
		}
	}

	/** What one node accepted one after the other is in this order. */
	private void order() {
		Map<String, Integer> last = new HashMap<>();
		for (HistoryEvent event : this.run.history()) {
			String message = message(event, this.payloads);
			if (message == null || event.type() != EventType.SIGNAL_RECEIVED) {
				continue;
			}
			for (Ledger.Message sent : this.world.ledger().messages()) {
				if (sent.through != null && message.equals(sent.kind + " " + sent.number)
						&& sent.answer == Ledger.Answer.ACKNOWLEDGED) {
					Integer before = last.put(sent.through, sent.number);
					if (before != null && before > sent.number) {
						bad("I-12", "signal " + sent.number + " comes after " + before + ", which " + sent.through
								+ " accepted later");
					}
				}
			}
		}
	}

}
