package dev.holdfast.engine.store;

/**
 * What a run needs of whoever runs it. A later version that replays in another way sets a
 * bit in the runs that it has begun, in the order of these bits; a node takes no run with
 * a bit that it does not know.
 */
public final class RunFlags {

	/** All that this version knows. */
	public static final long KNOWN = 0;

	private RunFlags() {
	}

}
