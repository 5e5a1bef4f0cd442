package dev.holdfast.autoconfigure.actuate;

import java.time.OffsetDateTime;
import java.util.Map;

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
		return WebAnswers.to(() -> this.endpoint.act(scheduleId, note, overlap, from, to));
	}

	@DeleteOperation
	WebEndpointResponse<Map<String, String>> delete(@Selector(match = Match.ALL_REMAINING) String[] scheduleId) {
		return WebAnswers.to(() -> this.endpoint.delete(scheduleId));
	}

}
