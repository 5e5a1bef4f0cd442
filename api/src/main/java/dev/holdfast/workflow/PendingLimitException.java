package dev.holdfast.workflow;

/**
 * A run has begun as much of one kind as it may have pending: activities, local
 * activities, timers, child workflows or requests to other executions. Nothing was begun.
 * Code that lets it out fails the workflow task, not the execution; code that waits for
 * some of what is pending may go on.
 */
public final class PendingLimitException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String what;

	private final int limit;

	/** For the engine: of one kind, given in the plural, there are too many. */
	public PendingLimitException(String what, int limit) {
		super("This execution has " + limit + " pending " + what
				+ " already, which is the limit. Wait for some of them before beginning more.");
		this.what = what;
		this.limit = limit;
	}

	/** What there are too many of, in the plural, such as "activities". */
	public String what() {
		return this.what;
	}

	/** How many of them may be pending. */
	public int limit() {
		return this.limit;
	}

}
