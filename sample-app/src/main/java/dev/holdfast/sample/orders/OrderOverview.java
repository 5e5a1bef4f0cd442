package dev.holdfast.sample.orders;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * An invoice in a list.
 *
 * @param invoice its number
 * @param total what it comes to, in pounds
 * @param state where it stands
 * @param outcome how it ended, or {@code null} if it has not
 * @param reason why it ended so, or {@code null} if it has not
 */
record OrderOverview(String invoice, BigDecimal total, CustomerOrder.State state, @Nullable Outcome outcome,
		@Nullable String reason) {

	static OrderOverview of(CustomerOrder order) {
		return new OrderOverview(order.invoiceNo(), order.total(), order.state(), order.outcome(), order.reason());
	}

}
