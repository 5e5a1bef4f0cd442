package dev.holdfast.engine.store;

/** Values of a run's wake-up time. */
public final class Wake {

	/**
	 * Work is in flight: whoever finds the run without an owner takes it at once. The
	 * same value for as long as that is so, so that a step changes no indexed column.
	 */
	public static final Long NOW = 0L;

	private Wake() {
	}

}
