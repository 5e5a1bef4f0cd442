package dev.holdfast.engine.store;

import java.util.function.BooleanSupplier;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Inserts messages that have a key of their own, in the transaction of the caller, which
 * stays usable.
 */
final class InboxWriter {

	private static final String INSERT = """
			insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload) values (?, ?, ?, ?, ?)
			""";

	private static final String TAKE_BACK = "delete from holdfast_inbox where run_id = ? and message_key = ?";

	private final JdbcTemplate jdbc;

	private final Dialect dialect;

	InboxWriter(JdbcTemplate jdbc, Dialect dialect) {
		this.jdbc = jdbc;
		this.dialect = dialect;
	}

	/** Inserts a message unless there is one with its key; answers whether it was. */
	boolean insert(StoredMessage message) {
		return this.dialect.insertOnce(INSERT, (sql) -> this.jdbc.update(sql, message.runId(), message.key(),
				message.sentAt(), message.eventType(), message.payload()));
	}

	/**
	 * Inserts a message, unless there is one with its key or it does not count; answers
	 * whether it was.
	 * <p>
	 * It inserts first and looks then. Who comes second waits at the key for who came
	 * first. If that one's message has been taken up meanwhile, so that the key is free
	 * again, then what made this one not count was committed before that, and a statement
	 * that begins after the insert sees it. The other way round, who stands still between
	 * the look and the insert would find the key free and would not know why.
	 * @param counts whether it counts, as one statement at READ COMMITTED sees it
	 */
	boolean insertIf(StoredMessage message, BooleanSupplier counts) {
		if (!insert(message)) {
			return false;
		}
		if (counts.getAsBoolean()) {
			return true;
		}
		this.jdbc.update(TAKE_BACK, message.runId(), message.key());
		return false;
	}

}
