package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.util.List;

import dev.holdfast.sample.stock.StockUnits;

/**
 * What came out of checking an invoice.
 *
 * @param total what it comes to; negative for a cancellation
 * @param problems why it cannot be carried out, each with its line; empty if it can
 * @param goods the articles, each once, without what is only charged; empty if there are
 * problems
 * @param needsApproval whether somebody has to approve it first
 */
public record CheckedOrder(BigDecimal total, List<String> problems, List<StockUnits> goods, boolean needsApproval) {
}
