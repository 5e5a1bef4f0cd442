package dev.holdfast.engine.ownership;

/**
 * How a node holds its runs.
 *
 * @param nodeName what people call the node; it need not be unique
 * @param leaseMicros for how long a lease is taken; it is renewed three times in that
 * time
 * @param pollMicros how often the database is asked for work
 */
public record OwnershipSettings(String nodeName, long leaseMicros, long pollMicros) {

	public OwnershipSettings {
		if (leaseMicros < 3 * pollMicros) {
			throw new IllegalArgumentException("The lease duration must be at least three times the poll interval");
		}
		if (pollMicros < 1000) {
			throw new IllegalArgumentException("The poll interval must be at least 1 ms");
		}
	}

}
