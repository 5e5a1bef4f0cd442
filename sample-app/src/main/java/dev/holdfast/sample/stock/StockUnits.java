package dev.holdfast.sample.stock;

/**
 * So many units of one article.
 *
 * @param stockCode the article
 * @param units how many, at least 1
 */
public record StockUnits(String stockCode, long units) {

	public StockUnits {
		if (units < 1) {
			throw new IllegalArgumentException("units must be at least 1, but is " + units + " of " + stockCode);
		}
	}

}
