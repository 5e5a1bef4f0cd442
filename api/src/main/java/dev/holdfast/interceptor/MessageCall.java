package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A signal, a query or an update that has come to a workflow. Of a handler that takes any
 * arguments they are a single {@link dev.holdfast.payload.Arguments}.
 *
 * @param name the name of the signal, query or update
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record MessageCall(String name, List<@Nullable Object> arguments, Map<String, String> headers) {

	public MessageCall {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public MessageCall withArguments(@Nullable Object... arguments) {
		return new MessageCall(this.name, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public MessageCall withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new MessageCall(this.name, this.arguments, more);
	}

}
