package dev.holdfast.sample.process;

import java.io.IOException;

/** A database server of our own, which can be treated badly. */
interface DatabaseServer extends AutoCloseable {

	/** What people call it. */
	String name();

	int port();

	/** Makes an empty database. */
	Database create(String name) throws Exception;

	/** Ends the server at once: it writes nothing more and has to recover. */
	void stopAtOnce() throws IOException, InterruptedException;

	/** Starts it again. */
	void start() throws IOException, InterruptedException;

	/**
	 * Ends all connections to a database.
	 * @return how many there were
	 */
	int cutConnections(Database database);

	/** Sees a commit in what clients say to the server. */
	CommitSpotter commitSpotter();

	@Override
	void close() throws IOException;

}
