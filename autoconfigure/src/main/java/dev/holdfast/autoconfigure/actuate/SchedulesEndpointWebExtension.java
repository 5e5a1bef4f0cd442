package dev.holdfast.autoconfigure.actuate;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The schedules endpoint on the web: who may see values, and statuses of HTTP. */
@EndpointWebExtension(endpoint = SchedulesEndpoint.class)
final class SchedulesEndpointWebExtension {

	private final SchedulesEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	SchedulesEndpointWebExtension(SchedulesEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	@ReadOperation
	SchedulesEndpoint.Listing list(SecurityContext securityContext) {
		return this.endpoint.list(this.showValues.isShown(securityContext, this.roles));
	}

	@ReadOperation
	@Nullable Object find(SecurityContext securityContext, @Selector(match = Match.ALL_REMAINING) String[] scheduleId) {
		return this.endpoint.find(scheduleId, this.showValues.isShown(securityContext, this.roles));
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
