package dev.holdfast.autoconfigure.actuate;

import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.holdfast.client.InvalidCursorException;
import dev.holdfast.client.InvalidQueryException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.search.ExecutionFilter;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.payload.PayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Looks at workflow executions and, where access allows, signals, cancels, terminates and
 * resumes and resets them. Ids may have slashes in them, so all that follows the
 * endpoint's own path is the id, but for a last word.
 */
@Endpoint(id = "workflows", defaultAccess = Access.READ_ONLY)
final class WorkflowsEndpoint {

	private static final int USUAL_LIMIT = 50;

	private static final int USUAL_HISTORY_LIMIT = 200;

	private static final int LARGEST_LIMIT = 1000;

	private static final String HISTORY = "history";

	private static final String DIFF = "diff";

	private static final String METADATA = "metadata";

	private static final String STACK_TRACE = "stacktrace";

	private static final Set<String> VIEWS = Set.of(HISTORY, DIFF, METADATA, STACK_TRACE);

	private static final Set<String> ACTIONS = Set.of("signal", "cancel", "terminate", "resume", "reset");

	private final WorkflowViews views;

	private final WorkflowClient client;

	private final Show showValues;

	private final JsonMapper json = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	WorkflowsEndpoint(WorkflowViews views, WorkflowClient client, Show showValues) {
		this.views = views;
		this.client = client;
		this.showValues = showValues;
	}

	@ReadOperation
	WorkflowDescriptors.Page list(@Nullable String status, @Nullable String type, @Nullable String queue,
			@Nullable OffsetDateTime from, @Nullable OffsetDateTime to, @Nullable String text, @Nullable String query,
			@Nullable String cursor, @Nullable Integer limit) {
		return list(new ExecutionFilter(status(status), type, queue, micros(from), micros(to), text, query), cursor,
				limit, this.showValues.isShown(true));
	}

	WorkflowDescriptors.Page list(ExecutionFilter filter, @Nullable String cursor, @Nullable Integer limit,
			boolean values) {
		return valid(() -> this.views.page(filter, cursor, limit(limit, USUAL_LIMIT), values));
	}

	@ReadOperation
	@Nullable Object find(@Selector(match = Match.ALL_REMAINING) String[] workflowId, @Nullable String runId,
			@Nullable Long after, @Nullable Integer limit) {
		return find(workflowId, runId, after, limit, this.showValues.isShown(true));
	}

	@Nullable Object find(String[] segments, @Nullable String runId, @Nullable Long after, @Nullable Integer limit,
			boolean values) {
		IdPath path = IdPath.of(segments, VIEWS);
		UUID run = run(runId);
		int most = limit(limit, USUAL_HISTORY_LIMIT);
		try {
			if (path.last() != null) {
				return switch (path.last()) {
					case DIFF -> this.views.diff(path.id(), run);
					case METADATA -> this.views.metadata(handle(path.id(), run).metadata(), values);
					case STACK_TRACE -> new WorkflowDescriptors.StackTrace(handle(path.id(), run).stackTrace());
					default -> this.views.history(path.id(), run, (after != null) ? after : 0, most, values);
				};
			}
		}
		catch (WorkflowNotFoundException ex) {
			// an id may itself end with the word
		}
		try {
			return this.views.details(path.whole(), run, values);
		}
		catch (WorkflowNotFoundException ex) {
			return null;
		}
	}

	private WorkflowHandle<Object, ?> handle(String workflowId, @Nullable UUID runId) {
		return (runId != null) ? this.client.handle(workflowId, runId.toString()) : this.client.handle(workflowId);
	}

	/**
	 * Does something to an execution. Answers nothing, but as an object: otherwise the
	 * web extension would stand beside this operation and not in its place.
	 */
	@WriteOperation
	@Nullable Object act(@Selector(match = Match.ALL_REMAINING) String[] workflowId, @Nullable String name,
			@Nullable String arguments, @Nullable String reason, @Nullable Long eventId) {
		IdPath path = IdPath.toAction(workflowId, ACTIONS);
		WorkflowHandle<Object, ?> handle = this.client.handle(path.id());
		String why = (reason != null) ? reason : "";
		switch (path.action()) {
			case "signal" -> signal(handle, name, arguments);
			case "cancel" -> handle.cancel(why);
			case "terminate" -> handle.terminate(why);
			case "reset" -> reset(handle, eventId, why);
			default -> handle.resume();
		}
		return null;
	}

	private static void reset(WorkflowHandle<Object, ?> handle, @Nullable Long eventId, String reason) {
		if (eventId == null) {
			throw Parameters.invalid("The event to go back to is missing: {\"eventId\": 7, \"reason\": \"…\"}");
		}
		valid(() -> handle.reset(eventId, reason));
	}

	static boolean isAction(String[] segments) {
		return IdPath.of(segments, ACTIONS).last() != null;
	}

	private void signal(WorkflowHandle<Object, ?> handle, @Nullable String name, @Nullable String arguments) {
		if (name == null || name.isEmpty()) {
			throw Parameters.invalid("The name of the signal is missing: {\"name\": \"…\", \"arguments\": \"[…]\"}");
		}
		Object[] values = (arguments != null) ? arguments(arguments) : new Object[0];
		valid(() -> {
			handle.signal(name, values);
			return name;
		});
	}

	private Object[] arguments(String text) {
		JsonNode array;
		try {
			array = this.json.readTree(text);
		}
		catch (JacksonException ex) {
			throw Parameters.invalid("The arguments are no JSON: " + ex.getOriginalMessage());
		}
		if (!array.isArray()) {
			throw Parameters.invalid("The arguments must be a JSON array as text, for instance \"[\\\"late\\\", 3]\"");
		}
		return array.valueStream().toArray();
	}

	static @Nullable WorkflowStatus status(@Nullable String status) {
		return Parameters.oneOf(WorkflowStatus.class, "status", status);
	}

	private static @Nullable UUID run(@Nullable String runId) {
		return (runId != null) ? valid(() -> UUID.fromString(runId)) : null;
	}

	private static int limit(@Nullable Integer limit, int usual) {
		if (limit != null && (limit < 1 || limit > LARGEST_LIMIT)) {
			throw Parameters.invalid("The limit must be between 1 and " + LARGEST_LIMIT + ", but is " + limit);
		}
		return (limit != null) ? limit : usual;
	}

	static @Nullable Long micros(@Nullable OffsetDateTime time) {
		return (time != null) ? (Long) Micros.of(time.toInstant()) : null;
	}

	private static <T> T valid(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (IllegalArgumentException | PayloadException | InvalidQueryException | InvalidCursorException ex) {
			throw Parameters.invalid(String.valueOf(ex.getMessage()));
		}
	}

}
