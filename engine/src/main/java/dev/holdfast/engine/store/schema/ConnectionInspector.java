package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** Finds what keeps the engine from working with the connections of a data source. */
final class ConnectionInspector {

	private static final String CONNECT_TO_THE_PRIMARY = "Connect to the primary.";

	private static final DatabaseProblem READ_ONLY_CONNECTIONS = new DatabaseProblem("Its connections are read-only.",
			"Set spring.datasource.hikari.read-only=false.");

	private final Connection connection;

	ConnectionInspector(Connection connection) {
		this.connection = connection;
	}

	/** All problems, and what to do about each. */
	List<DatabaseProblem> problems(DatabaseKind kind) throws SQLException {
		List<DatabaseProblem> problems = new ArrayList<>();
		switch (kind) {
			case H2 -> inspectH2(problems);
			case POSTGRESQL -> inspectPostgresql(problems);
			case MARIADB, MYSQL -> inspectMysql(problems);
		}
		inspectIsolation(problems);
		return problems;
	}

	private void inspectH2(List<DatabaseProblem> problems) throws SQLException {
		String server = Jdbc.<@Nullable String>queryOne(this.connection, """
				SELECT SERVER FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID()""",
				(row) -> row.getString(1));
		if (server != null) {
			problems.add(new DatabaseProblem("""
					It is an H2 server (%s), which several processes can use, but the engine keeps some of its \
					locks in its own memory.""".formatted(server), """
					Several nodes need PostgreSQL, MySQL or MariaDB; for one node open the file directly: \
					jdbc:h2:async:./data/app;WRITE_DELAY=0"""));
		}
		if (this.connection.isReadOnly()) {
			problems.add(new DatabaseProblem("The database is read-only.", """
					Make its file writable for this process, and remove ACCESS_MODE_DATA from the JDBC URL."""));
		}
	}

	private void inspectPostgresql(List<DatabaseProblem> problems) throws SQLException {
		if (this.connection.isReadOnly()) {
			problems.add(READ_ONLY_CONNECTIONS);
		}
		boolean standby = Jdbc.queryOne(this.connection, "select pg_is_in_recovery()", (row) -> row.getBoolean(1));
		if (standby) {
			problems.add(new DatabaseProblem("The server is a standby (pg_is_in_recovery() is true).",
					CONNECT_TO_THE_PRIMARY));
		}
		boolean readOnly = Jdbc.queryOne(this.connection,
				"select cast(current_setting('default_transaction_read_only') as boolean)", (row) -> row.getBoolean(1));
		if (readOnly) {
			problems
				.add(new DatabaseProblem("Its transactions are read-only (default_transaction_read_only is on).", """
						Connect to the primary, or set the parameter to off for this user, database or server."""));
		}
	}

	private void inspectMysql(List<DatabaseProblem> problems) throws SQLException {
		Set<String> on = new TreeSet<>();
		Jdbc.query(this.connection, """
				show variables where variable_name in
				('read_only', 'super_read_only', 'tx_read_only', 'transaction_read_only') and value <> 'OFF'""",
				(row) -> on.add(row.getString(1)));
		boolean session = on.remove("tx_read_only") | on.remove("transaction_read_only");
		if (this.connection.isReadOnly()) {
			problems.add(READ_ONLY_CONNECTIONS);
		}
		else if (session) {
			problems.add(new DatabaseProblem("Its transactions are read-only (transaction_read_only is on).",
					"Set it to OFF for this session or server."));
		}
		if (!on.isEmpty()) {
			problems.add(new DatabaseProblem(
					"The server is read-only (%s), as a replica is."
						.formatted(String.join(" and ", on) + ((on.size() > 1) ? " are on" : " is on")),
					CONNECT_TO_THE_PRIMARY));
		}
		if (Tables.schema(this.connection) == null) {
			problems.add(new DatabaseProblem("Its URL names no database.", "Add one: jdbc:mariadb://host/app."));
		}
	}

	private void inspectIsolation(List<DatabaseProblem> problems) throws SQLException {
		int isolation = this.connection.getTransactionIsolation();
		if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
			problems.add(new DatabaseProblem(
					"Its connections are at isolation level %s, and the engine is built on READ COMMITTED."
						.formatted(name(isolation)),
					"Set spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED"));
		}
	}

	private static String name(int isolation) {
		return switch (isolation) {
			case Connection.TRANSACTION_READ_UNCOMMITTED -> "READ UNCOMMITTED";
			case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ";
			case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
			default -> "number " + isolation;
		};
	}

}
