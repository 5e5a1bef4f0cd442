package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.simulation.Checker.Run;
import dev.holdfast.engine.simulation.Ledger.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a reset takes over what it is to take over, and that each was made once.
 */
final class ResetChecker {

	private final World world;

	private final Map<UUID, Run> runs;

	private final PayloadMapper payloads;

	private final BiConsumer<String, String> violated;

	ResetChecker(World world, Map<UUID, Run> runs, PayloadMapper payloads, BiConsumer<String, String> violated) {
		this.world = world;
		this.runs = runs;
		this.payloads = payloads;
		this.violated = violated;
	}

	void check() {
		for (Run run : this.runs.values()) {
			Run from = (run.from() != null) ? this.runs.get(run.from()) : null;
			if (from != null) {
				past(run, from);
				said(run);
			}
		}
		answers();
	}

	/** Whether a run has a message because a reset took it over from one that has it. */
	boolean tookOver(Run run, List<Run> having) {
		return run.from() != null && replaced(run).stream().anyMatch(having::contains);
	}

	/**
	 * The runs whose place a reset run took: that which it is made of, and those after
	 * it.
	 */
	private List<Run> replaced(Run run) {
		List<Run> replaced = new ArrayList<>();
		Run next = (run.from() != null) ? this.runs.get(run.from()) : null;
		while (next != null && next != run) {
			replaced.add(next);
			next = next(next);
		}
		return replaced;
	}

	private @Nullable Run next(Run run) {
		return (run.nextRunId() != null) ? this.runs.get(run.nextRunId()) : null;
	}

	private void past(Run run, Run from) {
		for (int i = 0; i < run.kept(); i++) {
			HistoryEvent taken = run.history().get(i);
			HistoryEvent was = (i < from.history().size()) ? from.history().get(i) : null;
			if (was == null || was.type() != taken.type() || was.task() != taken.task()
					|| (i > 0 && was.time() != taken.time())) {
				this.violated.accept("I-4", "event " + taken.id() + " of " + run + " is not that of " + from
						+ ", of which a reset made it: " + taken + " was " + was);
			}
		}
	}

	/**
	 * What was said to those whose place it took is said to it, unless it was cut off.
	 */
	private void said(Run run) {
		Set<String> heard = new HashSet<>();
		boolean cutOff = false;
		for (Run next = run; next != null; next = next(next)) {
			heard.addAll(messages(next));
			cutOff |= next.isCutOff();
		}
		for (Run before : replaced(run)) {
			for (String message : messages(before)) {
				if (!cutOff && !heard.contains(message)) {
					this.violated.accept("I-13",
							message + " was said to " + before + ", but not to " + run + ", which took its place");
				}
			}
		}
	}

	private List<String> messages(Run run) {
		return run.history()
			.stream()
			.map((event) -> HistoryChecker.message(event, this.payloads))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
	}

	/** What clients were told is true, and no reset was made that nobody asked for. */
	private void answers() {
		Set<String> ids = new HashSet<>();
		for (Ledger.Reset reset : this.world.ledger().resets()) {
			ids.add(reset.workflowId);
			Run made = (reset.runId != null) ? this.runs.get(UUID.fromString(reset.runId)) : null;
			if (reset.answer == Answer.ACKNOWLEDGED && reset.runId != null && (made == null || made.from() == null)) {
				this.violated.accept("I-21", reset + " made run " + reset.runId + ", which is not there");
			}
		}
		for (String id : ids) {
			long asked = this.world.ledger().resets().stream().filter((reset) -> reset.workflowId.equals(id)).count();
			long made = this.runs.values()
				.stream()
				.filter((run) -> run.workflowId().equals(id) && run.from() != null)
				.count();
			if (made > asked) {
				this.violated.accept("I-21",
						"'" + id + "' was reset " + made + " times, but that was asked for " + asked + " times");
			}
		}
	}

}
