package dev.holdfast.test;

import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.holdfast.engine.HoldfastEngine;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * When an engine has something to do next: what it has in memory knows, and what only the
 * database has is asked for.
 */
final class NextDue {

	/**
	 * Runs that nobody has at present, and activities that any node may take or see to.
	 */
	private static final String DUE = """
			select min(case when due <= ? then due end) as overdue, min(case when due > ? then due end) as next_due
			from (
			 select wake_at as due from holdfast_run where owner is null
			 union all
			 select due_at from holdfast_activity_task where remote = true and state = 'SCHEDULED'
			 union all
			 select deadline_at from holdfast_activity_task where remote = true
			) all_due
			""";

	private final Supplier<HoldfastEngine> engine;

	private final Supplier<DataSource> dataSource;

	private @Nullable JdbcTemplate jdbc;

	NextDue(Supplier<HoldfastEngine> engine, Supplier<DataSource> dataSource) {
		this.engine = engine;
		this.dataSource = dataSource;
	}

	/**
	 * What is due.
	 *
	 * @param inDatabase whether something is that the engine finds when it polls
	 * @param next when something is due after this time; {@link Long#MAX_VALUE} if
	 * nothing is
	 */
	record Due(boolean inDatabase, long next) {
	}

	Due after(long now) {
		JdbcTemplate template = jdbc();
		Due stored = template.queryForObject(DUE, (row, number) -> {
			row.getLong(1);
			boolean overdue = !row.wasNull();
			long next = row.getLong(2);
			return new Due(overdue, row.wasNull() ? Long.MAX_VALUE : next);
		}, now, now);
		if (stored == null) {
			throw new IllegalStateException("The database does not say what is due");
		}
		long timer = this.engine.get().timers().nextDue();
		return new Due(stored.inDatabase(), Math.min(stored.next(), (timer > now) ? timer : Long.MAX_VALUE));
	}

	/** Lets the engine look into its database for runs, and renew its lease. */
	void pollForRuns() {
		this.engine.get().ownership().wakeUp();
	}

	/** Lets the engine look into its database for activities. */
	void pollForActivities() {
		this.engine.get().remoteActivities().wakeUp();
	}

	private synchronized JdbcTemplate jdbc() {
		JdbcTemplate template = this.jdbc;
		if (template == null) {
			template = new JdbcTemplate(this.dataSource.get());
			this.jdbc = template;
		}
		return template;
	}

}
