package dev.holdfast.test;

import dev.holdfast.client.WorkflowHistory;

/**
 * Assertions on workflows, to be imported statically beside those of AssertJ.
 *
 * <pre>
 * assertThat(handle.history()).isCompleted().hasActivities("Payments.charge", "Shipping.ship");
 * </pre>
 */
public final class WorkflowAssertions {

	private WorkflowAssertions() {
	}

	/** Begins an assertion on what happened in a run. */
	public static WorkflowHistoryAssert assertThat(WorkflowHistory history) {
		return new WorkflowHistoryAssert(history);
	}

}
