package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * The message handlers of a run that have not finished, in the order in which their
 * messages arrived. If they are to run one after the other, it knows whose turn it is.
 */
final class OpenHandlers {

	private final boolean serial;

	private final List<Handler> queue = new ArrayList<>();

	private final List<Handler> begun = new ArrayList<>();

	/** One handler; each is equal only to itself. */
	static final class Handler {

		private final String name;

		private final boolean silent;

		private Handler(String name, boolean silent) {
			this.name = name;
			this.silent = silent;
		}

	}

	OpenHandlers(boolean serial) {
		this.serial = serial;
	}

	/**
	 * Gives a handler its place in the order.
	 * @param silent whether it may be left unfinished without a word
	 */
	Handler enter(String name, boolean silent) {
		Handler handler = new Handler(name, silent);
		this.queue.add(handler);
		return handler;
	}

	/** The handler counts as unfinished from now on. */
	void begin(Handler handler) {
		this.begun.add(handler);
	}

	/** Waits until all handlers before it have finished, if that is how they run. */
	void awaitTurn(Handler handler, Coroutine coroutine) {
		if (this.serial && this.queue.get(0) != handler) {
			coroutine.block(() -> "waits for its turn among the handlers", () -> this.queue.get(0) == handler);
		}
	}

	void leave(Handler handler) {
		this.queue.remove(handler);
		this.begun.remove(handler);
	}

	boolean areFinished() {
		return this.begun.isEmpty();
	}

	int count() {
		return this.begun.size();
	}

	/** The names of unfinished handlers that were expected to finish. */
	List<String> missed() {
		return this.begun.stream().filter((handler) -> !handler.silent).map((handler) -> handler.name).toList();
	}

}
