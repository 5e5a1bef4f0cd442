package dev.holdfast.sample.shipping;

/** Where articles lie. Each has its place in one of the three. */
public enum Warehouse {

	NORTH, MIDLANDS, SOUTH;

	/** The warehouse where an article lies: always the same one. */
	public static Warehouse of(String stockCode) {
		return values()[Math.floorMod(stockCode.hashCode(), values().length)];
	}

}
