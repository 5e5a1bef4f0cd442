package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dev.holdfast.sample.stock.StockCodes;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * A line of an invoice.
 *
 * @param stockCode the article or service, in upper case
 * @param description what the shop calls it; may be empty
 * @param quantity how many units; negative in a cancellation
 * @param unitPrice the price of one unit in pounds, with up to four decimals
 */
@Embeddable
public record OrderLine(@Column(name = "stock_code") String stockCode, @Column(name = "description") String description,
		@Column(name = "quantity") int quantity,
		@Column(name = "unit_price", precision = 13, scale = 4) BigDecimal unitPrice) {

	/**
	 * What the line comes to, in pounds and pence: the one place where money is rounded,
	 * half a penny away from zero.
	 */
	BigDecimal amount() {
		return this.unitPrice.multiply(BigDecimal.valueOf(this.quantity)).setScale(2, RoundingMode.HALF_UP);
	}

	/** Whether the line takes units out of the stock room, or brings them back. */
	public boolean isGoods() {
		return !StockCodes.isService(this.stockCode);
	}

}
