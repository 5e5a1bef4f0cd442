package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.activity.ActivityInfo;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an activity. Arguments and headers may be changed.
 *
 * @param info which attempt
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record ActivityExecution(ActivityInfo info, List<@Nullable Object> arguments, Map<String, String> headers) {

	public ActivityExecution {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public ActivityExecution withArguments(@Nullable Object... arguments) {
		return new ActivityExecution(this.info, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public ActivityExecution withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new ActivityExecution(this.info, this.arguments, more);
	}

}
