package dev.holdfast.sample.process;

/** Listens to what one client says to a database server, and hears when it commits. */
interface CommitSpotter {

	/**
	 * Listens on.
	 * @return whether the client has asked for a commit in these bytes
	 */
	boolean hears(byte[] bytes, int length);

}
