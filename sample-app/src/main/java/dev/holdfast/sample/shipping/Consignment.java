package dev.holdfast.sample.shipping;

import java.util.List;

import dev.holdfast.sample.stock.StockUnits;

/**
 * The part of an order that leaves from one warehouse.
 *
 * @param invoiceNo the invoice of the order
 * @param warehouse where the goods lie
 * @param goods what to ship
 */
public record Consignment(String invoiceNo, Warehouse warehouse, List<StockUnits> goods) {

	/** The id of the shipment, and of the workflow that makes it. */
	public String shipmentId() {
		return "shipment-" + this.invoiceNo + "-" + this.warehouse;
	}

	long units() {
		return this.goods.stream().mapToLong(StockUnits::units).sum();
	}

}
