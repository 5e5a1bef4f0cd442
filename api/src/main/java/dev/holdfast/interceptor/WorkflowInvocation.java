package dev.holdfast.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.workflow.WorkflowInfo;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a workflow method.
 *
 * @param info which workflow
 * @param arguments its arguments; not to be changed in place
 * @param headers what travels with it; values of context propagators among them
 */
public record WorkflowInvocation(WorkflowInfo info, List<@Nullable Object> arguments, Map<String, String> headers) {

	public WorkflowInvocation {
		arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
		headers = Collections.unmodifiableMap(new TreeMap<>(headers));
	}

	/** The same call with other arguments. */
	public WorkflowInvocation withArguments(@Nullable Object... arguments) {
		return new WorkflowInvocation(this.info, Arrays.asList(arguments), this.headers);
	}

	/** The same call with a header. */
	public WorkflowInvocation withHeader(String header, String value) {
		Map<String, String> more = new TreeMap<>(this.headers);
		more.put(header, value);
		return new WorkflowInvocation(this.info, this.arguments, more);
	}

}
