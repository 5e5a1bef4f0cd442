package dev.holdfast.workflow;

/** What becomes of a child workflow that is still running when its parent closes. */
public enum ParentClosePolicy {

	/** It is terminated. */
	TERMINATE,
	/** It goes on by itself. */
	ABANDON,
	/** It is asked to cancel. */
	REQUEST_CANCEL

}
