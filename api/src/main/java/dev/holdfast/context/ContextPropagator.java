package dev.holdfast.context;

import java.util.Map;

/**
 * Carries context of the calling thread, such as a tenant or a correlation id, along with
 * calls: from a client into the workflow that it starts, signals or updates, and from
 * there into activities, child workflows and whatever these call. Beans of this type are
 * used in their order.
 *
 * <p>
 * What is captured is written with the call, and in a workflow it always comes from the
 * history: workflow code sees the same on replay. Thread-safe. An exception of a
 * propagator fails what is called: it must not throw for context that is merely missing.
 */
public interface ContextPropagator {

	/**
	 * What its values are known by in stored headers: 1 to 64 characters without a colon.
	 * Never change it.
	 */
	String name();

	/**
	 * The context of the current thread, as little text; empty if there is none. In
	 * workflow code it is called when an activity, a child or another coroutine is begun,
	 * and must follow from what {@link #restore} has set and from what the code has
	 * changed.
	 */
	Map<String, String> capture();

	/**
	 * Sets the context of the current thread. Never called without context.
	 * @param context what was captured
	 * @return undoes that, on the same thread
	 */
	Scope restore(Map<String, String> context);

	/** Context that is set on a thread. */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
