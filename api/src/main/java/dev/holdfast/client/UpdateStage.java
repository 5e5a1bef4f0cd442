package dev.holdfast.client;

/** How far an update has come. */
public enum UpdateStage {

	/** The run has accepted it, and it is in the history. */
	ACCEPTED,
	/** Its handler has ended, and there is a result or a failure. */
	COMPLETED

}
