package dev.holdfast.benchmarks.whole;

/** One engine, ready for work, in a process of its own. */
interface Contestant extends AutoCloseable {

	/** Of that size is what steps answer. */
	String RESULT = "x".repeat(100);

	/**
	 * Runs a workflow of so many steps, one after the other, and waits for its end. It
	 * ends sooner if a step says so.
	 */
	void run(int steps) throws Exception;

	/** Likewise, with steps that insert a row in a transaction. */
	default void runTransactional(int steps) throws Exception {
		throw new UnsupportedOperationException("It has no transactional steps");
	}

	/** Runs a workflow of one step on another node. */
	default void runElsewhere() throws Exception {
		throw new UnsupportedOperationException("It is alone");
	}

	/** Starts workflows that wait for something that does not come. */
	default void startWaiting(int workflows) throws Exception {
		throw new UnsupportedOperationException("Not asked for");
	}

	/** Runs one that waits in the same way, until it is told what it waits for. */
	default void waitOnce() throws Exception {
		throw new UnsupportedOperationException("Not asked for");
	}

	/**
	 * Starts a workflow that does a step, sleeps, does another step and sleeps for a day.
	 */
	default void startSleeping(int millis) throws Exception {
		throw new UnsupportedOperationException("Not asked for");
	}

	@Override
	void close();

}
