package dev.holdfast.autoconfigure.actuate;

import java.time.OffsetDateTime;
import java.util.Map;

import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.UnreadableScheduleException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The schedules endpoint on the web: statuses of HTTP. */
@EndpointWebExtension(endpoint = SchedulesEndpoint.class)
final class SchedulesEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final SchedulesEndpoint endpoint;

	SchedulesEndpointWebExtension(SchedulesEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@WriteOperation
	WebEndpointResponse<Map<String, String>> act(@Selector(match = Match.ALL_REMAINING) String[] scheduleId,
			@Nullable String note, @Nullable String overlap, @Nullable OffsetDateTime from,
			@Nullable OffsetDateTime to) {
		if (!SchedulesEndpoint.isAction(scheduleId)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return answer(() -> this.endpoint.act(scheduleId, note, overlap, from, to));
	}

	@DeleteOperation
	WebEndpointResponse<Map<String, String>> delete(@Selector(match = Match.ALL_REMAINING) String[] scheduleId) {
		return answer(() -> this.endpoint.delete(scheduleId));
	}

	private static WebEndpointResponse<Map<String, String>> answer(Runnable work) {
		try {
			work.run();
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (ScheduleNotFoundException ex) {
			return problem(WebEndpointResponse.STATUS_NOT_FOUND, ex);
		}
		catch (UnreadableScheduleException ex) {
			return problem(CONFLICT, ex);
		}
	}

	private static WebEndpointResponse<Map<String, String>> problem(int status, RuntimeException ex) {
		return new WebEndpointResponse<>(Map.of("message", String.valueOf(ex.getMessage())), status);
	}

}
