package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import dev.holdfast.engine.store.schema.DurabilityReport.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what the database acknowledges is not lost. An H2 file needs that: left
 * to itself, H2 writes a commit half a second later. Thread-safe.
 */
public final class Durability {

	private static final Logger log = LoggerFactory.getLogger(Durability.class);

	private static final Pattern MEMORY_FILE_SYSTEM = Pattern.compile("(?i)(.*\\b)?(nio)?mem(FS|LZF):.*");

	private static final Pattern SURVIVES_INTERRUPTS = Pattern.compile("(?i).*\\b(async|retry):.*");

	// Two rows, once the setting has been set: what is stored, which counts for nothing
	// when the file is opened, and what is in force. SET changes both.
	private static final String WRITE_DELAY = """
			SELECT MAX(CAST(SETTING_VALUE AS INTEGER)) FROM INFORMATION_SCHEMA.SETTINGS
			WHERE SETTING_NAME = 'WRITE_DELAY'""";

	private static final int ADMIN_RIGHTS_REQUIRED = 90040;

	private final DataSource dataSource;

	private final @Nullable H2Durability file;

	private final DurabilityReport report;

	private final AtomicBoolean warned = new AtomicBoolean();

	private Durability(DataSource dataSource, @Nullable H2Durability file, DurabilityReport report) {
		this.dataSource = dataSource;
		this.file = file;
		this.report = report;
	}

	/**
	 * Finds out how durable the database is, and makes an H2 file as durable as wanted.
	 * Says in the log what it has changed, and warns of what it cannot change.
	 * @param wanted counts for H2 files only
	 * @throws DurabilityException if an H2 file cannot be made durable
	 * @throws org.springframework.dao.DataAccessException if the database cannot be
	 * reached
	 */
	public static Durability establish(DataSource dataSource, DatabaseKind kind, H2Durability wanted) {
		return switch (kind) {
			case H2 -> establishH2(dataSource, wanted);
			case POSTGRESQL -> establishPostgresql(dataSource);
			case MARIADB, MYSQL -> establishMysql(dataSource, kind.productName());
		};
	}

	private static Durability establishH2(DataSource dataSource, H2Durability wanted) {
		String path = Jdbc.<@Nullable String>call(dataSource, "Find the database file",
				(connection) -> Jdbc.queryOne(connection, "SELECT DATABASE_PATH()", (row) -> row.getString(1)));
		if (path == null || MEMORY_FILE_SYSTEM.matcher(path).matches()) {
			String hint = "The H2 database is in memory: all workflows are gone when the process ends. "
					+ "To keep them use a file, jdbc:h2:async:./data/app;WRITE_DELAY=0, or PostgreSQL, MySQL or MariaDB.";
			log.warn(hint);
			return new Durability(dataSource, null, new DurabilityReport(Level.NONE, List.of(hint)));
		}
		List<String> hints = new ArrayList<>();
		int before = Jdbc.call(dataSource, "Make commits durable", (connection) -> correct(connection, wanted));
		int after = Jdbc.call(dataSource, "Check that commits are durable", Durability::writeDelay);
		if (after > 0) {
			throw new DurabilityException("""
					WRITE_DELAY of the H2 database %s is %d ms again on the next connection, so that a killed \
					process would lose acknowledged work.""".formatted(path, after),
					"Add ;WRITE_DELAY=0 to the JDBC URL, in place of any other WRITE_DELAY there.", null);
		}
		if (before > 0) {
			String hint = "Add ;WRITE_DELAY=0 to the JDBC URL, so that it holds from the first commit on "
					+ "whenever H2 opens the file.";
			hints.add(hint);
			log.info("Set WRITE_DELAY of the H2 database {} from {} ms to 0, so that a killed process loses no "
					+ "acknowledged work. {}", path, before, hint);
		}
		if (!SURVIVES_INTERRUPTS.matcher(path).matches()) {
			String hint = "An interrupt of any thread that is inside H2 closes the database for all threads. "
					+ "Open the file with jdbc:h2:async: in the JDBC URL.";
			hints.add(hint);
			log.info("The H2 database {} is opened without async:. {}", path, hint);
		}
		Level level = (wanted == H2Durability.POWER) ? Level.POWER : Level.PROCESS;
		return new Durability(dataSource, wanted, new DurabilityReport(level, hints));
	}

	private static Durability establishPostgresql(DataSource dataSource) {
		List<String> hints = Jdbc.call(dataSource, "Read the durability settings",
				(connection) -> Jdbc.query(connection, """
						select name from pg_settings
						where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'
						order by name""",
						(row) -> "PostgreSQL runs with %s=off: a crash of the server may lose acknowledged work."
							.formatted(row.getString(1))));
		hints.forEach(log::warn);
		return new Durability(dataSource, null, new DurabilityReport(Level.DATABASE, hints));
	}

	private static Durability establishMysql(DataSource dataSource, String product) {
		List<String> hints = Jdbc.call(dataSource, "Read the durability settings",
				(connection) -> Jdbc.query(connection, """
						show variables where (variable_name = 'innodb_flush_log_at_trx_commit' and value <> '1')
						or (variable_name = 'innodb_doublewrite' and value = 'OFF')""",
						(row) -> "%s runs with %s=%s: a crash of the server may lose acknowledged work."
							.formatted(product, row.getString(1), row.getString(2))));
		hints.forEach(log::warn);
		return new Durability(dataSource, null, new DurabilityReport(Level.DATABASE, hints));
	}

	/** Switches the delay off and answers what it was. */
	private static int correct(Connection connection, H2Durability wanted) throws SQLException {
		int before = writeDelay(connection);
		try {
			if (before > 0) {
				Jdbc.execute(connection, "SET WRITE_DELAY 0");
			}
			Jdbc.execute(connection, wanted.syncSql());
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
				throw ex;
			}
			String user = connection.getMetaData().getUserName();
			throw new DurabilityException(
					"""
							The user %s of the H2 database %s may not make commits durable (holdfast.h2.durability=%s \
							needs WRITE_DELAY=0 and %s): %s""".formatted(user, Jdbc.describe(connection),
							wanted.name().toLowerCase(Locale.ROOT), wanted.syncSql(), ex.getMessage()),
					"Let an administrator run ALTER USER %s ADMIN TRUE.".formatted(user), ex);
		}
		return before;
	}

	private static int writeDelay(Connection connection) throws SQLException {
		return Jdbc.queryOne(connection, WRITE_DELAY, (row) -> row.getInt(1));
	}

	/**
	 * Makes all that has been committed before, on any connection, as durable as wanted;
	 * to be called after a commit and before it is acknowledged. Does nothing, and costs
	 * nothing, unless the database is an H2 file. Leaves an open transaction open.
	 */
	public void sync(Connection connection) throws SQLException {
		if (this.file != null) {
			Jdbc.execute(connection, this.file.syncSql());
		}
	}

	/**
	 * Corrects what has changed since: H2 forgets the setting when the file is closed, as
	 * with the last connection, and opened again; and a JDBC URL may set it anew with
	 * each connection. To be called every few seconds.
	 */
	public void recheck() {
		H2Durability wanted = this.file;
		if (wanted != null) {
			int before = Jdbc.call(this.dataSource, "Check that commits are durable",
					(connection) -> correct(connection, wanted));
			if (before > 0 && this.warned.compareAndSet(false, true)) {
				log.warn("WRITE_DELAY of the H2 database had become {} ms again, and was set to 0: until then a killed "
						+ "process could have lost acknowledged work. Add ;WRITE_DELAY=0 to the JDBC URL, in place of "
						+ "any other WRITE_DELAY there.", before);
			}
		}
	}

	/** What was established, for the health endpoint. */
	public DurabilityReport describe() {
		return this.report;
	}

}
