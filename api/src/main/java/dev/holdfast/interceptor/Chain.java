package dev.holdfast.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * What comes after an interceptor: the next one, and at the end the call itself.
 *
 * @param <C> the call
 * @param <R> what it answers
 */
@FunctionalInterface
public interface Chain<C, R extends @Nullable Object> {

	/** Goes on with a call: the one that came, or a changed one. */
	R proceed(C call);

}
