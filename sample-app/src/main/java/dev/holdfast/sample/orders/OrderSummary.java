package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.util.Map;

/**
 * How many invoices there are.
 *
 * @param invoices all of them: the sum of the next three
 * @param inProgress those whose workflows are at work
 * @param awaitingApproval those that somebody has to approve
 * @param closed those that have an outcome: the sum of the outcomes
 * @param outcomes how those ended
 */
record OrderSummary(long invoices, long inProgress, long awaitingApproval, long closed, Map<Outcome, Closed> outcomes) {

	/**
	 * Invoices with one outcome.
	 *
	 * @param invoices how many
	 * @param total what they come to, in pounds
	 */
	record Closed(long invoices, BigDecimal total) {
	}

}
