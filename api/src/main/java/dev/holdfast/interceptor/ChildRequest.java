package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A child workflow that workflow code starts. Arguments and headers may be changed.
 *
 * @param workflowType what is started
 * @param workflowId the id that was asked for, or {@code null} if the engine chooses one
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record ChildRequest(String workflowType, @Nullable String workflowId, List<@Nullable Object> arguments,
		Map<String, String> headers) {

	public ChildRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public ChildRequest withArguments(@Nullable Object... arguments) {
		return new ChildRequest(this.workflowType, this.workflowId, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public ChildRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new ChildRequest(this.workflowType, this.workflowId, this.arguments, more);
	}

}
