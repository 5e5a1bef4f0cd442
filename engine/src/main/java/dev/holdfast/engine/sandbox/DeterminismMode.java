package dev.holdfast.engine.sandbox;

/** What becomes of workflow code that would not be the same again on replay. */
public enum DeterminismMode {

	/** The application does not start with what is certainly wrong. */
	FAIL,
	/** Everything is logged. */
	WARN,
	/** Nothing is looked at. */
	OFF

}
