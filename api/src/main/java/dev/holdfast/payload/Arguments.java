package dev.holdfast.payload;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Arguments whose types are known only to the code that asks for them. Each is read when
 * it is asked for. Not thread-safe.
 */
public interface Arguments {

	/** How many were given. */
	int size();

	/**
	 * Reads one.
	 * @param index counted from 0; a missing one reads as {@code null}
	 * @throws PayloadException if it cannot be read as that type
	 */
	<T> @Nullable T get(int index, Class<T> type);

	/**
	 * Reads one.
	 * @param index counted from 0; a missing one reads as {@code null}
	 * @throws PayloadException if it cannot be read as that type
	 */
	<T> @Nullable T get(int index, ParameterizedTypeReference<T> type);

}
