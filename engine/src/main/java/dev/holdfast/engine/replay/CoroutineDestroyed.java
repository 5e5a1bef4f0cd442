package dev.holdfast.engine.replay;

/**
 * Unwinds the stack of a coroutine whose run leaves the memory. An error, so that user
 * code does not catch it.
 */
final class CoroutineDestroyed extends Error {

	private static final long serialVersionUID = 1L;

	CoroutineDestroyed() {
		super("This run has left the memory of the node; its code goes on elsewhere or later", null, false, false);
	}

}
