package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A signal that workflow code sends to another workflow. Arguments and headers may be
 * changed.
 *
 * @param workflowId to which workflow
 * @param runId to which run of it, or {@code null} for the one that is current
 * @param signal the name of the signal
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record SignalRequest(String workflowId, @Nullable String runId, String signal, List<@Nullable Object> arguments,
		Map<String, String> headers) {

	public SignalRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public SignalRequest withArguments(@Nullable Object... arguments) {
		return new SignalRequest(this.workflowId, this.runId, this.signal, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public SignalRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new SignalRequest(this.workflowId, this.runId, this.signal, this.arguments, more);
	}

}
