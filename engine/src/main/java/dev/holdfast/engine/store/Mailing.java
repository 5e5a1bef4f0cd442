package dev.holdfast.engine.store;

import org.hibernate.StatelessSession;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts messages into inboxes, within the current transaction: as many as an inbox holds,
 * and once if they are known by an id.
 */
final class Mailing {

	/** How many messages may wait for a run. */
	static final int CAPACITY = 10_000;

	/**
	 * Counts at most as many rows as wait, in the index and in the same round trip: next
	 * to nothing when few do.
	 */
	private static final String INSERT_IF_ROOM = """
			insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload)
			select ?, ?, ?, ?, ?
			where (select count(*) from (select 1 from holdfast_inbox where run_id = ? limit 10000) waiting) < 10000
			""";

	private static final String COUNT = """
			select count(*) from (select 1 from holdfast_inbox where run_id = ? limit 10000) waiting
			""";

	private static final String INSERT_REQUEST = """
			insert into holdfast_request (run_id, request_key, name, stage, requested_at) values (?, ?, ?, ?, ?)
			""";

	private static final String DELETE_REQUEST = """
			delete from holdfast_request where run_id = ? and request_key = ?
			""";

	private final JdbcTemplate jdbc;

	private final Dialect dialect;

	/** What became of a message. */
	enum Outcome {

		SENT, KNOWN, FULL

	}

	Mailing(JdbcTemplate jdbc, Dialect dialect) {
		this.jdbc = jdbc;
		this.dialect = dialect;
	}

	Outcome send(StoredMessage message, StatelessSession session) {
		if (this.dialect.insertsConditionally()) {
			int inserted = this.jdbc.update(INSERT_IF_ROOM, message.runId(), message.key(), message.sentAt(),
					message.eventType(), message.payload(), message.runId());
			return (inserted == 1) ? Outcome.SENT : Outcome.FULL;
		}
		Integer waiting = this.jdbc.queryForObject(COUNT, Integer.class, message.runId());
		if (waiting != null && waiting >= CAPACITY) {
			return Outcome.FULL;
		}
		session.insert(Rows.message(message));
		return Outcome.SENT;
	}

	Outcome sendOnce(StoredMessage message, StoredRequest request, StatelessSession session) {
		if (!insert(request)) {
			return Outcome.KNOWN;
		}
		Outcome outcome = send(message, session);
		if (outcome == Outcome.FULL) {
			this.jdbc.update(DELETE_REQUEST, request.runId(), request.key());
		}
		return outcome;
	}

	private boolean insert(StoredRequest request) {
		return this.dialect.insertOnce(INSERT_REQUEST, (sql) -> this.jdbc.update(sql, request.runId(), request.key(),
				request.name(), request.stage().name(), request.requestedAt()));
	}

}
