package dev.holdfast.workflow;

import dev.holdfast.HoldfastException;

/**
 * The execution follows a version of a change that the code supports no longer, or not
 * yet. It fails the workflow task, also if code catches it, and never the execution: with
 * code that supports the version the execution goes on.
 */
public final class UnsupportedVersionException extends HoldfastException {

	private static final long serialVersionUID = 1L;

	private final String changeId;

	private final int version;

	public UnsupportedVersionException(String changeId, int version, int minSupported, int maxSupported) {
		super("This execution follows version " + version + " of change '" + changeId + "', but the code supports "
				+ minSupported + " to " + maxSupported + ". Keep the code of version " + version
				+ " until no open execution follows it.", null);
		this.changeId = changeId;
		this.version = version;
	}

	/** The change. */
	public String changeId() {
		return this.changeId;
	}

	/** The version that the execution follows. */
	public int version() {
		return this.version;
	}

}
