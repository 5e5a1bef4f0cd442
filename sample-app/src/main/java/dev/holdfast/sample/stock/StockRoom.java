package dev.holdfast.sample.stock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.failure.ApplicationFailure;

import org.springframework.transaction.annotation.Transactional;

/**
 * What orders do in the stock room. Each activity is one transaction on the application's
 * own tables, and takes effect exactly once. Rows are always changed in the order of
 * their stock codes, so that two orders for the same articles wait for each other and
 * never for ever.
 */
@Activity
public class StockRoom {

	/** The type of failure of an order that asks for more than there is. */
	public static final String OUT_OF_STOCK = "out-of-stock";

	private static final int REPORTED_SHORTAGES = 10;

	private final StockItemRepository items;

	private final StockMovementRepository movements;

	StockRoom(StockItemRepository items, StockMovementRepository movements) {
		this.items = items;
		this.movements = movements;
	}

	/**
	 * Takes everything an order needs, or nothing.
	 * @param goods each article once
	 * @throws ApplicationFailure of the type {@link #OUT_OF_STOCK} if there is too little
	 * of anything
	 */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void reserve(String invoiceNo, List<StockUnits> goods) {
		List<String> shortages = new ArrayList<>();
		for (StockUnits wanted : inLockingOrder(goods)) {
			if (this.items.take(wanted.stockCode(), wanted.units()) == 0) {
				shortages.add("%s: %d wanted, %d in stock".formatted(wanted.stockCode(), wanted.units(),
						this.items.onHand(wanted.stockCode())));
			}
			if (shortages.size() == REPORTED_SHORTAGES) {
				break;
			}
		}
		if (!shortages.isEmpty()) {
			// The exception rolls back what was taken so far.
			throw ApplicationFailure.nonRetryable(OUT_OF_STOCK, String.join("; ", shortages));
		}
		enter(invoiceNo, StockMovement.Kind.RESERVED, goods, -1);
	}

	/** Puts back whatever the order has reserved. */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void release(String invoiceNo) {
		List<StockUnits> reserved = this.movements
			.findByInvoiceNoAndKindOrderByStockCode(invoiceNo, StockMovement.Kind.RESERVED)
			.stream()
			.map((movement) -> new StockUnits(movement.stockCode(), -movement.units()))
			.toList();
		putBack(invoiceNo, StockMovement.Kind.RELEASED, reserved);
	}

	/**
	 * Takes in what a customer has sent back.
	 * @param goods each article once
	 */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void takeBack(String invoiceNo, List<StockUnits> goods) {
		putBack(invoiceNo, StockMovement.Kind.RETURNED, goods);
	}

	private void putBack(String invoiceNo, StockMovement.Kind kind, List<StockUnits> goods) {
		for (StockUnits returned : inLockingOrder(goods)) {
			if (this.items.putBack(returned.stockCode(), returned.units()) == 0) {
				throw new IllegalStateException("There is no article " + returned.stockCode() + " in the stock room");
			}
		}
		enter(invoiceNo, kind, goods, +1);
	}

	private void enter(String invoiceNo, StockMovement.Kind kind, List<StockUnits> goods, int sign) {
		this.movements.saveAll(goods.stream()
			.map((moved) -> new StockMovement(invoiceNo, moved.stockCode(), kind, sign * moved.units()))
			.toList());
	}

	private static List<StockUnits> inLockingOrder(List<StockUnits> goods) {
		return goods.stream().sorted(Comparator.comparing(StockUnits::stockCode)).toList();
	}

}
