package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A workflow that a client starts. Arguments and headers may be changed.
 *
 * @param workflowType what is started
 * @param workflowId under which id
 * @param taskQueue where
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record StartRequest(String workflowType, String workflowId, String taskQueue, List<@Nullable Object> arguments,
		Map<String, String> headers) {

	public StartRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public StartRequest withArguments(@Nullable Object... arguments) {
		return new StartRequest(this.workflowType, this.workflowId, this.taskQueue, Arrays.asList(arguments),
				this.headers);
	}

	/** The same call with a header. */
	public StartRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new StartRequest(this.workflowType, this.workflowId, this.taskQueue, this.arguments, more);
	}

}
