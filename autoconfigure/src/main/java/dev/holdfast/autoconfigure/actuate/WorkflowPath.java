package dev.holdfast.autoconfigure.actuate;

import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A path below the endpoint: a workflow id, in which there may be slashes, and what of it
 * or what to do with it.
 *
 * @param workflowId the id
 * @param last what follows it, or {@code null} if nothing does
 */
record WorkflowPath(String workflowId, @Nullable String last) {

	/** The path as an id and one of these words, if it ends with one of them. */
	static WorkflowPath of(String[] segments, Set<String> words) {
		String end = segments[segments.length - 1];
		if (segments.length > 1 && words.contains(end)) {
			return new WorkflowPath(String.join("/", Arrays.copyOf(segments, segments.length - 1)), end);
		}
		return new WorkflowPath(String.join("/", segments), null);
	}

	/** The whole path as an id. */
	String whole() {
		return (this.last != null) ? this.workflowId + "/" + this.last : this.workflowId;
	}

}
