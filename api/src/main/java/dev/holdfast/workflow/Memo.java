package dev.holdfast.workflow;

import java.util.Optional;
import java.util.Set;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Values that were given to an execution at its start, for people and for its own code;
 * they are not indexed.
 */
public interface Memo {

	/** The keys, in alphabetical order. */
	Set<String> keys();

	/**
	 * The value of a key, if it has one.
	 * @param type the type to read it as
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * The value of a key, if it has one.
	 * @param type the type to read it as, which may be generic
	 */
	<T> Optional<T> get(String key, ParameterizedTypeReference<T> type);

}
