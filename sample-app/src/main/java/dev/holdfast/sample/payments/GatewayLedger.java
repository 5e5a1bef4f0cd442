package dev.holdfast.sample.payments;

import java.util.Optional;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The gateway's own books. They happen to lie in the same database, but know nothing of
 * the application's transactions: an entry is committed before the gateway answers, as on
 * a machine far away.
 */
@Component
class GatewayLedger {

	private static final int ATTEMPTS = 10;

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	GatewayLedger(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactionManager);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * Enters something, unless there is an entry with its key already; answers the entry
	 * that stands.
	 */
	GatewayEntry enter(GatewayEntry entry) {
		for (int attempt = 1;; attempt++) {
			Optional<GatewayEntry> standing = find(entry.key());
			if (standing.isPresent()) {
				return standing.get();
			}
			try {
				this.transaction.executeWithoutResult((status) -> insert(entry));
				return entry;
			}
			catch (DataIntegrityViolationException | ConcurrencyFailureException ex) {
				// The same request came twice at the same time, and the other one was
				// faster.
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private Optional<GatewayEntry> find(String key) {
		return this.jdbc.sql("""
				select idempotency_key, invoice_no, kind, amount
				from gateway_entry
				where idempotency_key = :key""")
			.param("key", key)
			.query((row, number) -> new GatewayEntry(row.getString("idempotency_key"), row.getString("invoice_no"),
					GatewayEntry.Kind.valueOf(row.getString("kind")), row.getBigDecimal("amount")))
			.optional();
	}

	private void insert(GatewayEntry entry) {
		this.jdbc.sql("""
				insert into gateway_entry (idempotency_key, invoice_no, kind, amount, entered_at)
				values (:key, :invoiceNo, :kind, :amount, current_timestamp)""")
			.param("key", entry.key())
			.param("invoiceNo", entry.invoiceNo())
			.param("kind", entry.kind().name())
			.param("amount", entry.amount())
			.update();
	}

}
