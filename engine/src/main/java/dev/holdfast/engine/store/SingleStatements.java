package dev.holdfast.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Statements that are transactions by themselves, whatever transaction the caller has and
 * however the pool is set. Between the statement and its commit there is nothing that a
 * process could be paused in: it never keeps a lock that others would have to wait for.
 */
final class SingleStatements {

	private final DataSource dataSource;

	private final Dialect dialect;

	SingleStatements(DataSource dataSource, Dialect dialect) {
		this.dataSource = dataSource;
		this.dialect = dialect;
	}

	/** Changes rows; answers how many. */
	int update(String sql, @Nullable Object... arguments) {
		return run((jdbc) -> jdbc.update(sql, arguments));
	}

	/** Whether a query finds anything. */
	boolean finds(String sql, Object... arguments) {
		return run((jdbc) -> !jdbc.queryForList(sql, arguments).isEmpty());
	}

	private <T> T run(Function<JdbcTemplate, T> statement) {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean commits = connection.getAutoCommit();
			if (!commits) {
				connection.setAutoCommit(true);
			}
			try {
				return statement.apply(this.dialect.template(new SingleConnectionDataSource(connection, true)));
			}
			finally {
				if (!commits) {
					connection.setAutoCommit(false);
				}
			}
		}
		catch (SQLException ex) {
			throw new CannotGetJdbcConnectionException("Failed to use a connection for a statement", ex);
		}
	}

}
