package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A workflow that goes on as a new run. Arguments and headers may be changed.
 *
 * @param workflowType what it goes on as
 * @param taskQueue where
 * @param arguments the arguments of the new run; not to be changed in place
 * @param headers what travels with it: the headers that this run was started with, with
 * the values of context propagators as they are now
 */
public record ContinueAsNewRequest(String workflowType, String taskQueue, List<@Nullable Object> arguments,
		Map<String, String> headers) {

	public ContinueAsNewRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public ContinueAsNewRequest withArguments(@Nullable Object... arguments) {
		return new ContinueAsNewRequest(this.workflowType, this.taskQueue, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public ContinueAsNewRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new ContinueAsNewRequest(this.workflowType, this.taskQueue, this.arguments, more);
	}

}
