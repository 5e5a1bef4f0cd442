package dev.holdfast.sample.stock;

import java.util.Set;

/** Tells articles, which lie in the stock room, from services, which are only charged. */
public final class StockCodes {

	private static final Set<String> SERVICES = Set.of("POST", "DOT", "C2", "M", "D", "S", "B", "BANK CHARGES",
			"AMAZONFEE", "CRUK", "PADS");

	private StockCodes() {
	}

	/**
	 * Whether the code stands for a service: postage, carriage, fees, discounts, gift
	 * vouchers, and adjustments made by hand.
	 * @param stockCode in upper case
	 */
	public static boolean isService(String stockCode) {
		return SERVICES.contains(stockCode) || stockCode.startsWith("GIFT_");
	}

}
