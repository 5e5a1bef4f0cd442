package dev.holdfast.sample.stock;

import java.util.Collection;
import java.util.Set;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Stock, changed by one statement that looks and takes at once: what another order takes
 * between a read and a write cannot be taken twice.
 */
interface StockItemRepository extends Repository<StockItem, String> {

	/** Takes units if there are enough; answers 1 if there were, else 0. */
	@Modifying
	@Query("""
			update StockItem item set item.onHand = item.onHand - :units
			where item.stockCode = :stockCode and item.onHand >= :units""")
	int take(String stockCode, long units);

	/** Puts units back; answers 0 if there is no such article. */
	@Modifying
	@Query("update StockItem item set item.onHand = item.onHand + :units where item.stockCode = :stockCode")
	int putBack(String stockCode, long units);

	@Query("select coalesce(max(item.onHand), 0) from StockItem item where item.stockCode = :stockCode")
	long onHand(String stockCode);

	@Query("select item.stockCode from StockItem item where item.stockCode in :stockCodes")
	Set<String> known(Collection<String> stockCodes);

}
