package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * An activity that workflow code calls. Arguments and headers may be changed.
 *
 * @param activityType what is called
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record ActivityRequest(String activityType, List<@Nullable Object> arguments, Map<String, String> headers) {

	public ActivityRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public ActivityRequest withArguments(@Nullable Object... arguments) {
		return new ActivityRequest(this.activityType, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public ActivityRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new ActivityRequest(this.activityType, this.arguments, more);
	}

}
