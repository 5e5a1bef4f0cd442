package dev.holdfast.workflow;

/** What happens to a handler that has not finished when its execution ends. */
public enum UnfinishedHandlerPolicy {

	/** It is given up, and a line in the log names it. */
	WARN_AND_ABANDON,
	/** It is given up without a word: it was never meant to finish. */
	ABANDON

}
