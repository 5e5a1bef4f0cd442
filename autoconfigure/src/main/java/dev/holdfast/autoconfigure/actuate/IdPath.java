package dev.holdfast.autoconfigure.actuate;

import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A path below an endpoint: the id of a workflow or a schedule, in which there may be
 * slashes, and what of it or what to do with it.
 *
 * @param id the id
 * @param last what follows it, or {@code null} if nothing does
 */
record IdPath(String id, @Nullable String last) {

	/** The path as an id and one of these words, if it ends with one of them. */
	static IdPath of(String[] segments, Set<String> words) {
		String end = segments[segments.length - 1];
		if (segments.length > 1 && words.contains(end)) {
			return new IdPath(String.join("/", Arrays.copyOf(segments, segments.length - 1)), end);
		}
		return new IdPath(String.join("/", segments), null);
	}

	/**
	 * The path as an id and what to do.
	 * @throws org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException
	 * if it ends with none of these actions
	 */
	static IdPath toAction(String[] segments, Set<String> actions) {
		IdPath path = of(segments, actions);
		if (path.last() == null) {
			throw Parameters.invalid("The path must end with one of " + actions.stream().sorted().toList());
		}
		return path;
	}

	/** The whole path as an id. */
	String whole() {
		return (this.last != null) ? this.id + "/" + this.last : this.id;
	}

	/**
	 * The last word.
	 * @throws IllegalStateException if there is none
	 */
	String action() {
		if (this.last == null) {
			throw new IllegalStateException("The path " + this.id + " says nothing to do");
		}
		return this.last;
	}

}
