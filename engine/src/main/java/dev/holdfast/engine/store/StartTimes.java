package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Gives out the times at which all nodes together may begin activities of a task queue:
 * one row a queue says when the next one is, and a compare-and-set moves it on. What a
 * node does not use lapses.
 */
public final class StartTimes {

	private static final int MAX_TRIES = 20;

	private static final String NEXT = "select next_start_at from holdfast_task_queue where task_queue = ?";

	private static final String FIRST = "insert into holdfast_task_queue (task_queue, next_start_at) values (?, ?)";

	private static final String MOVE_ON = """
			update holdfast_task_queue set next_start_at = ? where task_queue = ? and next_start_at = ?
			""";

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	private final Dialect dialect;

	StartTimes(EngineTransactions transactions, JdbcTemplate jdbc, Dialect dialect) {
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.dialect = dialect;
	}

	/**
	 * What a node got.
	 *
	 * @param times the times, in order
	 * @param askAgainAt if there are none, when there may be some
	 */
	public record Reserved(List<Long> times, long askAgainAt) {
	}

	/**
	 * Reserves times.
	 * @param wanted how many at most, at least 1
	 * @param interval the distance between any two, in microseconds
	 * @param horizon how far ahead they may be
	 */
	public Reserved reserve(String taskQueue, int wanted, long interval, long now, long horizon) {
		for (int i = 0; i < MAX_TRIES; i++) {
			Reserved reserved = tryReserve(taskQueue, wanted, interval, now, horizon);
			if (reserved != null) {
				return reserved;
			}
		}
		return new Reserved(List.of(), now + interval);
	}

	private @Nullable Reserved tryReserve(String taskQueue, int wanted, long interval, long now, long horizon) {
		List<Long> found = this.transactions.read(() -> this.jdbc.queryForList(NEXT, Long.class, taskQueue));
		if (found.isEmpty()) {
			begin(taskQueue, now);
			return null;
		}
		long next = found.get(0);
		long first = Math.max(now, next);
		if (first > now + horizon) {
			return new Reserved(List.of(), first - horizon);
		}
		long count = Math.max(1, Math.min(wanted, (now + horizon - first) / interval));
		boolean mine = this.transactions
			.own((session) -> this.jdbc.update(MOVE_ON, first + count * interval, taskQueue, next)) == 1;
		if (!mine) {
			return null;
		}
		List<Long> times = new ArrayList<>();
		for (long k = 0; k < count; k++) {
			times.add(first + k * interval);
		}
		return new Reserved(times, 0);
	}

	private void begin(String taskQueue, long now) {
		this.transactions
			.own((session) -> this.dialect.insertOnce(FIRST, (sql) -> this.jdbc.update(sql, taskQueue, now)));
	}

}
