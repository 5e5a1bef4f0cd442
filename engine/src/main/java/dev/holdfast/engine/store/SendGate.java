package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The gate between senders of messages and the end of a run. A sender holds the run open
 * until its transaction ends; a run closes only while nobody holds it, so that no message
 * is accepted and then lost.
 */
interface SendGate {

	/**
	 * Holds the open run of a workflow id until the current transaction ends.
	 * @return the run, or {@code null} if none is open
	 */
	@Nullable CurrentRun hold(String workflowId);

	/**
	 * Holds the open runs of workflow ids until the current transaction ends, and never
	 * waits.
	 */
	Held tryHold(Collection<String> workflowIds);

	/**
	 * Runs that are held.
	 *
	 * @param runs those that are, by workflow id; what is in neither is not open
	 * @param busy ids of runs that could not be held, because they may be ending
	 */
	record Held(Map<String, UUID> runs, Set<String> busy) {
	}

	/**
	 * Bars senders of these ids until the current transaction ends, and never waits.
	 * @param mine ids that the current transaction holds itself, once each
	 * @return the ids that nobody else holds; the others are left as they were
	 */
	Set<String> bar(Collection<String> workflowIds, Set<String> mine);

}
