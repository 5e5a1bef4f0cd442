package dev.holdfast.engine.definition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.schedule.ScheduleInterval;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSpec;
import dev.holdfast.schedule.ScheduledWorkflow;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The schedule that a workflow class declares.
 *
 * @param annotation all that the annotation says, as text, to notice when it has changed
 */
public record DeclaredSchedule(String scheduleId, ScheduleSpec spec, ScheduleOverlapPolicy overlap,
		Duration catchupWindow, boolean pauseOnFailure, boolean paused, String annotation) {

	private static final Duration SHORTEST_CATCHUP_WINDOW = Duration.ofSeconds(10);

	/** A date that never fires does so whenever it is asked. */
	private static final Instant SOME_TIME = Instant.parse("2024-01-01T00:00:00Z");

	/**
	 * The schedule of a workflow class, or {@code null} if it declares none.
	 * @throws IllegalArgumentException if it cannot work
	 */
	static @Nullable DeclaredSchedule of(WorkflowDefinition workflow, Placeholders placeholders) {
		MergedAnnotation<ScheduledWorkflow> merged = MergedAnnotations
			.from(workflow.workflowClass(), SearchStrategy.TYPE_HIERARCHY)
			.get(ScheduledWorkflow.class);
		if (!merged.isPresent()) {
			return null;
		}
		ScheduledWorkflow annotation = merged.synthesize();
		int parameters = workflow.main().parameterTypes().length;
		if (parameters > 0) {
			throw new IllegalArgumentException("its workflow method " + workflow.main().method().getName() + " takes "
					+ parameters + " arguments, and an annotation cannot give them; create it with ScheduleClient");
		}
		List<String> crons = Arrays.stream(annotation.cron())
			.map((cron) -> placeholders.resolve("cron", cron))
			.toList();
		Duration every = ActivityLayer.duration(placeholders, "every", annotation.every());
		Duration offset = ActivityLayer.duration(placeholders, "offset", annotation.offset());
		Duration jitter = ActivityLayer.duration(placeholders, "jitter", annotation.jitter());
		ZoneId zone = zone(placeholders.resolve("zone", annotation.zone()));
		if (every == null && offset != null) {
			throw new IllegalArgumentException("offset is given without every");
		}
		ScheduleSpec spec = new ScheduleSpec(crons, (every != null)
				? List.of(new ScheduleInterval(every, (offset != null) ? offset : Duration.ZERO)) : List.of(),
				List.of(), List.of(), null, null, (jitter != null) ? jitter : Duration.ZERO, zone);
		ScheduleTimes.check(spec, SOME_TIME);
		Duration window = ActivityLayer.duration(placeholders, "catchupWindow", annotation.catchupWindow());
		if (window == null || window.compareTo(SHORTEST_CATCHUP_WINDOW) < 0) {
			throw new IllegalArgumentException(
					"catchupWindow = \"" + annotation.catchupWindow() + "\" must be at least 10s");
		}
		String id = placeholders.resolve("id", annotation.id());
		return new DeclaredSchedule(id.isEmpty() ? workflow.type() : id, spec, annotation.overlap(), window,
				annotation.pauseOnFailure(), annotation.paused(), text(annotation, placeholders));
	}

	private static ZoneId zone(String zone) {
		try {
			return ZoneId.of(zone);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("there is no time zone '" + zone + "'; write one like Europe/Berlin",
					ex);
		}
	}

	private static String text(ScheduledWorkflow annotation, Placeholders placeholders) {
		String text = String.join("|", "cron=" + List.of(annotation.cron()), "every=" + annotation.every(),
				"offset=" + annotation.offset(), "zone=" + annotation.zone(), "overlap=" + annotation.overlap(),
				"catchupWindow=" + annotation.catchupWindow(), "jitter=" + annotation.jitter(),
				"pauseOnFailure=" + annotation.pauseOnFailure());
		return placeholders.resolve("schedule", text);
	}

}
