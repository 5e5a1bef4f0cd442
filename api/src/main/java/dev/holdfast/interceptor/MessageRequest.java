package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A signal, a query or an update that a client sends. Arguments and headers may be
 * changed; a query has no headers that arrive.
 *
 * @param workflowId to which workflow
 * @param runId to which run of it, or {@code null} if it comes with a start
 * @param name the name of the signal, query or update
 * @param id what makes it count once: the id of an update or the request id of a signal,
 * or {@code null} if it has none
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record MessageRequest(String workflowId, @Nullable String runId, String name, @Nullable String id,
		List<@Nullable Object> arguments, Map<String, String> headers) {

	public MessageRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public MessageRequest withArguments(@Nullable Object... arguments) {
		return new MessageRequest(this.workflowId, this.runId, this.name, this.id, Arrays.asList(arguments),
				this.headers);
	}

	/** The same call with a header. */
	public MessageRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new MessageRequest(this.workflowId, this.runId, this.name, this.id, this.arguments, more);
	}

}
