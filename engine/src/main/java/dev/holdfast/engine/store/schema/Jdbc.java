package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * A few statements on a connection of their own, which no transaction of the caller
 * shares.
 */
final class Jdbc {

	private Jdbc() {
	}

	/**
	 * Opens a connection for some work. What the work has not committed is rolled back,
	 * so that the connection goes back to its pool without a transaction.
	 * @throws DataAccessException if the database cannot be reached or refuses a
	 * statement
	 */
	static <T extends @Nullable Object> T call(DataSource dataSource, String task, Work<T> work) {
		try (Connection connection = dataSource.getConnection()) {
			T result = work.on(connection);
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
			return result;
		}
		catch (SQLException ex) {
			DataAccessException translated = new SQLExceptionSubclassTranslator().translate(task, null, ex);
			throw (translated != null) ? translated : new UncategorizedSQLException(task, null, ex);
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	static <T> List<T> query(Connection connection, String sql, Row<T> row) throws SQLException {
		List<T> rows = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery(sql)) {
			while (results.next()) {
				rows.add(row.read(results));
			}
		}
		return rows;
	}

	/** Runs a query that always has one row. */
	static <T> T queryOne(Connection connection, String sql, Row<T> row) throws SQLException {
		return query(connection, sql, row).get(0);
	}

	/**
	 * Where a connection leads, without what may be secret: parameters and user names.
	 */
	static String describe(Connection connection) throws SQLException {
		String url = connection.getMetaData().getURL();
		return (url != null) ? url.replaceFirst("[?;].*", "").replaceFirst("//[^/]*@", "//") : "an unnamed database";
	}

	@FunctionalInterface
	interface Work<T extends @Nullable Object> {

		T on(Connection connection) throws SQLException;

	}

	@FunctionalInterface
	interface Row<T> {

		T read(ResultSet row) throws SQLException;

	}

}
