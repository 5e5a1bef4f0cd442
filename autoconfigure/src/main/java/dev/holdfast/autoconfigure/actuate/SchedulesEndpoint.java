package dev.holdfast.autoconfigure.actuate;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;

import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.UnreadableScheduleException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Looks at schedules and, where access allows, pauses, unpauses, triggers, backfills and
 * deletes them. Ids may have slashes in them, so all that follows the endpoint's own path
 * is the id, but for a last word.
 */
@Endpoint(id = "schedules", defaultAccess = Access.READ_ONLY)
final class SchedulesEndpoint {

	private static final Set<String> ACTIONS = Set.of("pause", "unpause", "trigger", "backfill");

	private final ScheduleClient client;

	private final Show showValues;

	SchedulesEndpoint(ScheduleClient client, Show showValues) {
		this.client = client;
		this.showValues = showValues;
	}

	/** All schedules. */
	record Listing(List<ScheduleDescriptors.Summary> schedules) {
	}

	@ReadOperation
	Listing list() {
		return list(this.showValues.isShown(true));
	}

	Listing list(boolean values) {
		return new Listing(
				this.client.list().stream().map((summary) -> ScheduleDescriptors.summary(summary, values)).toList());
	}

	/** A schedule; or what can be told of it if it cannot be read. */
	@ReadOperation
	@Nullable Object find(@Selector(match = Match.ALL_REMAINING) String[] scheduleId) {
		return find(scheduleId, this.showValues.isShown(true));
	}

	@Nullable Object find(String[] scheduleId, boolean values) {
		String id = String.join("/", scheduleId);
		try {
			return ScheduleDescriptors.details(this.client.handle(id).describe(), values);
		}
		catch (ScheduleNotFoundException ex) {
			return null;
		}
		catch (UnreadableScheduleException ex) {
			return list(values).schedules()
				.stream()
				.filter((summary) -> summary.id().equals(id))
				.findFirst()
				.orElse(null);
		}
	}

	/**
	 * Does something to a schedule. Answers nothing, but as an object: otherwise the web
	 * extension would stand beside this operation and not in its place.
	 */
	@WriteOperation
	@Nullable Object act(@Selector(match = Match.ALL_REMAINING) String[] scheduleId, @Nullable String note,
			@Nullable String overlap, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
		IdPath path = IdPath.toAction(scheduleId, ACTIONS);
		ScheduleHandle handle = this.client.handle(path.id());
		ScheduleOverlapPolicy policy = Parameters.oneOf(ScheduleOverlapPolicy.class, "overlap", overlap);
		String text = (note != null) ? note : "";
		switch (path.action()) {
			case "pause" -> handle.pause(text);
			case "unpause" -> handle.unpause(text);
			case "trigger" -> trigger(handle, policy);
			default -> backfill(handle, policy, from, to);
		}
		return null;
	}

	static boolean isAction(String[] segments) {
		return IdPath.of(segments, ACTIONS).last() != null;
	}

	private static void trigger(ScheduleHandle handle, @Nullable ScheduleOverlapPolicy policy) {
		if (policy != null) {
			handle.trigger(policy);
		}
		else {
			handle.trigger();
		}
	}

	private static void backfill(ScheduleHandle handle, @Nullable ScheduleOverlapPolicy policy,
			@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
		if (from == null || to == null) {
			throw Parameters.invalid("The times are missing: {\"from\": \"2026-01-31T00:00:00Z\", \"to\": \"…\"}");
		}
		try {
			handle.backfill(from.toInstant(), to.toInstant(),
					(policy != null) ? policy : ScheduleOverlapPolicy.BUFFER_ALL);
		}
		catch (IllegalArgumentException ex) {
			throw Parameters.invalid(String.valueOf(ex.getMessage()));
		}
	}

	/** Deletes a schedule. Answers nothing, as an object, for the web extension. */
	@DeleteOperation
	@Nullable Object delete(@Selector(match = Match.ALL_REMAINING) String[] scheduleId) {
		this.client.handle(String.join("/", scheduleId)).delete();
		return null;
	}

}
