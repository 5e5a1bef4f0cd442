package dev.holdfast.engine.replay;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.MessageAttributes.SignalReceived;
import org.jspecify.annotations.Nullable;

/**
 * History and code side by side around the event at which they part. It has names of
 * types, and no values.
 *
 * @param eventId the number of the event at which they part
 * @param expected what the history has there
 * @param actual what the code did instead
 * @param place where in the code, or {@code null} if that is not known: what has ended or
 * waits is nowhere
 * @param lines the events around it, in order
 * @param remedy what to do about it
 */
public record HistoryDiff(long eventId, String expected, String actual, @Nullable String place, List<Line> lines,
		String remedy) implements Serializable {

	private static final String NOTHING = "nothing more";

	private static final int WIDEST_COLUMN = 60;

	/**
	 * One event.
	 *
	 * @param eventId its number
	 * @param recorded what the history has, or {@code null} if it has nothing more
	 * @param code what the code did; {@code null} if it had nothing to do with it, or did
	 * not come so far
	 * @param differs whether they part here
	 */
	public record Line(long eventId, @Nullable String recorded, @Nullable String code,
			boolean differs) implements Serializable {
	}

	/**
	 * Puts the two side by side.
	 * @param before the last events on which both agreed
	 * @param following what the task has in the history from the event on that differs
	 */
	static HistoryDiff of(long eventId, String expected, String actual, List<HistoryEvent> before,
			List<HistoryEvent> following) {
		List<Line> lines = new ArrayList<>();
		for (HistoryEvent event : before) {
			String what = describe(event.attributes());
			lines.add(new Line(event.id(), what, (event.type().origin() == EventType.Origin.COMMAND) ? what : null,
					false));
		}
		boolean recorded = !following.isEmpty() && following.get(0).id() == eventId;
		lines.add(new Line(eventId, recorded ? expected : null, actual, true));
		int skipped = recorded ? 1 : 0;
		for (HistoryEvent event : following.subList(skipped, following.size())) {
			lines.add(new Line(event.id(), describe(event.attributes()), null, false));
		}
		return new HistoryDiff(eventId, expected, actual, null, List.copyOf(lines),
				remedy(expected, actual, following));
	}

	private static String remedy(String expected, String actual, List<HistoryEvent> following) {
		String what = what(expected, actual, following);
		return what + " If the change is meant, keep the old way for executions that began with it, by"
				+ " Workflows.version(\"…\", …) or by a class of its own for the new way (@Workflow(version = …)); if a"
				+ " type has only another name, list the old one in its aliases. If nothing was changed, the code depends"
				+ " on something that its history does not have.";
	}

	private static String what(String expected, String actual, List<HistoryEvent> following) {
		if (actual.equals(NOTHING)) {
			return "The code does not do any more what the history has there.";
		}
		if (expected.startsWith(NOTHING)) {
			return "The code does something there that it did not do before.";
		}
		return following.stream()
			.skip(1)
			.filter((later) -> later.attributes().identity().equals(actual))
			.findFirst()
			.map((later) -> "The history has this at event " + later.id()
					+ ": the code leaves out what is before it, or does it later.")
			.orElse("The code does something else there than before, or in another order.");
	}

	/** The same, with the place in the code. */
	HistoryDiff at(@Nullable String codePlace) {
		return new HistoryDiff(this.eventId, this.expected, this.actual, codePlace, this.lines, this.remedy);
	}

	/** What happened, or was done, in a few words. */
	private static String describe(EventAttributes attributes) {
		Long about = attributes.outcomeOf();
		if (attributes instanceof SignalReceived signal) {
			return attributes.identity() + " '" + signal.signal() + "'";
		}
		return (about != null) ? attributes.identity() + " of " + about : attributes.identity();
	}

	/** Both side by side, a line for each event. */
	public String table() {
		int width = this.lines.stream()
			.map(Line::recorded)
			.mapToInt((recorded) -> (recorded != null) ? Math.min(recorded.length(), WIDEST_COLUMN) : 0)
			.max()
			.orElse(0);
		width = Math.max(width, "history".length());
		StringBuilder text = new StringBuilder(String.format("       event  %-" + width + "s  code", "history"));
		for (Line line : this.lines) {
			String code = (line.code() == null) ? ""
					: (line.differs() || !line.code().equals(line.recorded())) ? line.code() : "the same";
			String recorded = (line.recorded() != null) ? line.recorded() : "-";
			text.append('\n')
				.append(String
					.format("  %s %7d  %-" + width + "s  %s", line.differs() ? "->" : "  ", line.eventId(), recorded,
							code)
					.stripTrailing());
		}
		return text.toString();
	}

}
