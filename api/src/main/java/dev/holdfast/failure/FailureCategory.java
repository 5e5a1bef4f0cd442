package dev.holdfast.failure;

/** How seriously a failure of the application is to be taken by who watches it. */
public enum FailureCategory {

	/** It is counted and logged as failures are. */
	UNSPECIFIED,
	/**
	 * It is part of normal business: it takes the same way through activities, workflows
	 * and clients, but the metrics do not count it as a failure, and it is logged at
	 * {@code DEBUG}.
	 */
	BENIGN

}
