package dev.holdfast.autoconfigure.actuate;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;

import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.engine.search.ExecutionFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The workflows endpoint on the web: who may see values, and statuses of HTTP. */
@EndpointWebExtension(endpoint = WorkflowsEndpoint.class)
final class WorkflowsEndpointWebExtension {

	private final WorkflowsEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	WorkflowsEndpointWebExtension(WorkflowsEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	@ReadOperation
	WorkflowDescriptors.Page list(SecurityContext securityContext, @Nullable String status, @Nullable String type,
			@Nullable String queue, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to, @Nullable String text,
			@Nullable String query, @Nullable String cursor, @Nullable Integer limit) {
		ExecutionFilter filter = new ExecutionFilter(WorkflowsEndpoint.status(status), type, queue,
				WorkflowsEndpoint.micros(from), WorkflowsEndpoint.micros(to), text, query);
		return this.endpoint.list(filter, cursor, limit, this.showValues.isShown(securityContext, this.roles));
	}

	@ReadOperation
	@Nullable Object find(SecurityContext securityContext, @Selector(match = Match.ALL_REMAINING) String[] workflowId,
			@Nullable String runId, @Nullable Long after, @Nullable Integer limit) {
		try {
			return this.endpoint.find(workflowId, runId, after, limit,
					this.showValues.isShown(securityContext, this.roles));
		}
		catch (WorkflowQueryException ex) {
			return WebAnswers.conflict(ex);
		}
	}

	@WriteOperation
	WebEndpointResponse<Map<String, String>> act(@Selector(match = Match.ALL_REMAINING) String[] workflowId,
			@Nullable String name, @Nullable String arguments, @Nullable String reason, @Nullable Long eventId) {
		if (!WorkflowsEndpoint.isAction(workflowId)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return WebAnswers.to(() -> this.endpoint.act(workflowId, name, arguments, reason, eventId));
	}

}
