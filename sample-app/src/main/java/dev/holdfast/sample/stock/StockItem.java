package dev.holdfast.sample.stock;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * How many units of an article there are. Only {@link StockItemRepository} changes it, by
 * conditional updates.
 */
@Entity
@Table(name = "stock_item")
class StockItem {

	@Id
	@Column(name = "stock_code")
	private String stockCode = "";

	@Column(name = "on_hand")
	private long onHand;

	protected StockItem() {
	}

	String stockCode() {
		return this.stockCode;
	}

	long onHand() {
		return this.onHand;
	}

}
