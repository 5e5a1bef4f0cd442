package dev.holdfast.engine.store;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import javax.sql.DataSource;

import dev.holdfast.engine.store.schema.DatabaseKind;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * In what the engine's statements differ from database to database; all others run on
 * each of them.
 */
enum Dialect {

	/** H2. It has no shared row locks, and so the gate is in memory. */
	H2,

	/** PostgreSQL. A statement that fails ends its transaction there. */
	POSTGRESQL,

	/** MariaDB. */
	MARIADB,

	/** MySQL. */
	MYSQL;

	static Dialect of(DatabaseKind kind) {
		return switch (kind) {
			case H2 -> H2;
			case POSTGRESQL -> POSTGRESQL;
			case MARIADB -> MARIADB;
			case MYSQL -> MYSQL;
		};
	}

	private boolean hasUuids() {
		return this == H2 || this == POSTGRESQL;
	}

	JdbcTemplate template(DataSource dataSource) {
		return hasUuids() ? new JdbcTemplate(dataSource) : BinaryUuids.template(dataSource);
	}

	NamedParameterJdbcTemplate named(JdbcTemplate template) {
		return hasUuids() ? new NamedParameterJdbcTemplate(template) : BinaryUuids.named(template);
	}

	/** A value as a native query of Hibernate takes it. */
	Object parameter(Object value) {
		return (value instanceof UUID id && !hasUuids()) ? BinaryUuids.bytes(id) : value;
	}

	/**
	 * A search as the database can plan it: MariaDB and MySQL try the orders of all
	 * subqueries, which takes minutes for twenty of them.
	 */
	String planned(String select) {
		return switch (this) {
			case MARIADB -> "set statement optimizer_search_depth = 4 for " + select;
			case MYSQL -> select.replaceFirst("select", "select /*+ set_var(optimizer_search_depth = 4) */");
			case H2, POSTGRESQL -> select;
		};
	}

	/** Locks rows together with others who do the same. */
	String shareLock() {
		return (this == MARIADB) ? "lock in share mode" : "for share";
	}

	/** Whether an update can pass over rows that others have locked. */
	boolean skipsLocked() {
		return this == POSTGRESQL;
	}

	/**
	 * Whether rows that others may have locked have to be locked before they are updated.
	 */
	boolean locksFirst() {
		return this == MARIADB || this == MYSQL;
	}

	/**
	 * Does something in the current transaction, and waits only briefly for whoever has
	 * locked what it needs, or has inserted the same keys and not committed yet: a
	 * transaction of the application may stay open for long.
	 */
	<T extends @Nullable Object> T impatiently(JdbcTemplate jdbc, Supplier<T> work) {
		return switch (this) {
			case POSTGRESQL -> {
				jdbc.execute("set local lock_timeout = 100");
				yield work.get();
			}
			case H2 -> withTimeout(jdbc, "select lock_timeout()", "set lock_timeout ", 100, work);
			case MARIADB, MYSQL -> withTimeout(jdbc, "select @@session.innodb_lock_wait_timeout",
					"set session innodb_lock_wait_timeout = ", 1, work);
		};
	}

	/** Where the time belongs to the connection it is put back. */
	private static <T extends @Nullable Object> T withTimeout(JdbcTemplate jdbc, String ask, String set, int timeout,
			Supplier<T> work) {
		Integer before = jdbc.queryForObject(ask, Integer.class);
		jdbc.execute(set + timeout);
		try {
			return work.get();
		}
		finally {
			jdbc.execute(set + before);
		}
	}

	/** Whether an insert can have a condition without a table. */
	boolean insertsConditionally() {
		return this == POSTGRESQL;
	}

	/**
	 * Inserts a row unless there is one with its key, and leaves the transaction usable.
	 * @param update runs the statement that it is given, and answers how many rows there
	 * were
	 * @return whether it was inserted
	 */
	boolean insertOnce(String insert, ToIntFunction<String> update) {
		return switch (this) {
			case POSTGRESQL -> update.applyAsInt(insert + " on conflict do nothing") == 1;
			// Quietly: the drivers log each insert that fails.
			case MARIADB, MYSQL -> update.applyAsInt(insert.replaceFirst("insert", "insert ignore")) == 1;
			case H2 -> isFirst(insert, update);
		};
	}

	private static boolean isFirst(String insert, ToIntFunction<String> update) {
		try {
			return update.applyAsInt(insert) == 1;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

}
