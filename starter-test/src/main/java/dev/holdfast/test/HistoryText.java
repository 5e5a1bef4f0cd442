package dev.holdfast.test;

import java.time.Duration;

import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowHistory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/** Histories for people to read: a line for each event. */
final class HistoryText {

	private static final int LONGEST = 300;

	private HistoryText() {
	}

	static String of(WorkflowHistory history) {
		WorkflowExecution execution = history.execution();
		StringBuilder text = new StringBuilder();
		text.append(String.format("%s '%s' is %s (run %s, started at %s)%n", execution.workflowType(),
				execution.workflowId(), execution.status(), execution.runId(), execution.startedAt()));
		for (WorkflowHistory.Event event : history.events()) {
			text.append(String.format("%5d  %-12s %-26s %s%s%n", event.id(),
					"+" + plain(Duration.between(execution.startedAt(), event.time())), event.type(),
					shortened(event.attributes()), data(event.data())));
		}
		return text.toString();
	}

	private static String data(@Nullable String data) {
		return (data != null) ? " " + shortened(data) : "";
	}

	private static String shortened(String json) {
		return StringUtils.truncate(json, LONGEST);
	}

	/** {@code 3d2h} rather than {@code PT74H}. */
	static String plain(Duration duration) {
		if (duration.isZero()) {
			return "0s";
		}
		long days = duration.toDays();
		Duration rest = duration.minusDays(days);
		return ((days != 0) ? days + "d" : "")
				+ (rest.isZero() ? "" : rest.toString().substring(2).toLowerCase(java.util.Locale.ROOT));
	}

}
