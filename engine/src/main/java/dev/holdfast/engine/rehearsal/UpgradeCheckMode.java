package dev.holdfast.engine.rehearsal;

/** What becomes of open executions that the code of this build could not go on with. */
public enum UpgradeCheckMode {

	/** Nobody looks for them. */
	OFF,
	/** They are logged. */
	WARN,
	/** The application does not start. */
	FAIL

}
