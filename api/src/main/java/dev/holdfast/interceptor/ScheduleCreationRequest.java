package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.schedule.ScheduleSpec;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that a client creates. Arguments and headers may be changed.
 *
 * @param scheduleId its id
 * @param workflowType what it starts
 * @param spec when
 * @param replaces whether it takes the place of a schedule that has the id
 * @param arguments what each execution is given; not to be changed in place
 * @param headers what travels with each execution; values of context propagators among
 * them
 */
public record ScheduleCreationRequest(String scheduleId, String workflowType, ScheduleSpec spec, boolean replaces,
		List<@Nullable Object> arguments, Map<String, String> headers) {

	public ScheduleCreationRequest {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public ScheduleCreationRequest withArguments(@Nullable Object... arguments) {
		return new ScheduleCreationRequest(this.scheduleId, this.workflowType, this.spec, this.replaces,
				Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public ScheduleCreationRequest withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new ScheduleCreationRequest(this.scheduleId, this.workflowType, this.spec, this.replaces, this.arguments,
				more);
	}

}
