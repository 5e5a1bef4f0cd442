package dev.holdfast.engine.replay;

/**
 * Tells a thread that comes back from code which it called long ago that somebody else
 * goes on with the run: it must touch nothing of it any more.
 */
public final class CodeGivenUp extends Error {

	private static final long serialVersionUID = 1L;

	CodeGivenUp() {
		super("This code took too long, and the run goes on without this thread", null, false, false);
	}

}
