package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.util.List;

import dev.holdfast.sample.shipping.Shipped;
import org.jspecify.annotations.Nullable;

/**
 * Where an order or a refund stands.
 *
 * @param invoice the number of the invoice
 * @param step what it is at
 * @param outcome how it ended, or {@code null} if it has not
 * @param reasons why it ended so, if that needs saying
 * @param total what the invoice comes to; negative for a cancellation
 * @param charged what the customer was charged
 * @param refunded what the customer was given back
 * @param needsApproval whether somebody has to approve it
 * @param approval what was decided, or {@code null} if nothing was
 * @param shipments what has left the warehouses; empty if it was called back
 */
public record OrderStatus(String invoice, Step step, @Nullable Outcome outcome, List<String> reasons, BigDecimal total,
		BigDecimal charged, BigDecimal refunded, boolean needsApproval, @Nullable Approval approval,
		List<Shipped> shipments) {

	static final BigDecimal NO_MONEY = new BigDecimal("0.00");

	/** What an order is at. */
	public enum Step {

		CHECKING, RESERVING_STOCK, AWAITING_APPROVAL, CHARGING, SHIPPING, REFUNDING, COMPENSATING, CLOSED

	}

}
