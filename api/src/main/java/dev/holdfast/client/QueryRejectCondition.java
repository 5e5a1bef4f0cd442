package dev.holdfast.client;

/** When a query is rejected because of the state of the execution. */
public enum QueryRejectCondition {

	/** Never. */
	NONE,
	/** When the execution has closed. */
	NOT_OPEN,
	/** When the execution has closed other than by completing or continuing as new. */
	NOT_COMPLETED_CLEANLY

}
