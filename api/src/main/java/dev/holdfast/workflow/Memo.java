package dev.holdfast.workflow;

import java.util.Optional;
import java.util.Set;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Values that were given to an execution or a schedule, for people and for its own code;
 * they are not indexed. They are as they were when this was asked for.
 */
public interface Memo {

	/** The keys, in alphabetical order. */
	Set<String> keys();

	/**
	 * The value of a key, if it has one.
	 * @param type the type to read it as
	 * @throws dev.holdfast.payload.PayloadException if it is not of the type; other
	 * values can still be read
	 */
	<T> Optional<T> get(String key, Class<T> type);

	/**
	 * The value of a key, if it has one.
	 * @param type the type to read it as, which may be generic
	 * @throws dev.holdfast.payload.PayloadException if it is not of the type; other
	 * values can still be read
	 */
	<T> Optional<T> get(String key, ParameterizedTypeReference<T> type);

}
