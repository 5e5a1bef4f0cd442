package dev.holdfast.sample.stock;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes room for articles that nobody has ordered before. */
@Service
public class Shelves {

	/** How many units of each article there are in the beginning. */
	public static final int UNITS_AT_FIRST = 500;

	private static final int ATTEMPTS = 10;

	private static final String ADD = """
			insert into stock_item (stock_code, on_hand)
			select cast(? as varchar(20)), %d
			where not exists (select 1 from stock_item where stock_code = ?)""".formatted(UNITS_AT_FIRST);

	private final StockItemRepository items;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	Shelves(StockItemRepository items, JdbcTemplate jdbc, PlatformTransactionManager transactionManager) {
		this.items = items;
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactionManager);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * Sees to it that every article has its row, with the first units on it, whoever else
	 * does so at the same time. It is done and committed when the call returns, in a
	 * transaction of its own.
	 */
	public void open(Collection<String> stockCodes) {
		TreeSet<String> missing = new TreeSet<>(stockCodes);
		for (int attempt = 1; !missing.isEmpty(); attempt++) {
			missing.removeAll(this.items.known(missing));
			List<Object[]> rows = missing.stream().map((code) -> new Object[] { code, code }).toList();
			try {
				this.transaction.executeWithoutResult((status) -> this.jdbc.batchUpdate(ADD, rows));
				return;
			}
			catch (DataIntegrityViolationException | ConcurrencyFailureException ex) {
				// Somebody else was faster with one of them; the next look shows which.
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

}
