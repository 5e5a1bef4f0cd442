package dev.holdfast.engine.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * One connection that is kept for the lease and the clock, so that a node whose pool is
 * exhausted by others is not taken for dead. It comes from the data source of the
 * application when it is first needed, and another one when it does not work any more.
 * Each statement commits by itself. For one thread at a time.
 */
public final class ReservedConnection extends AbstractDataSource implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(ReservedConnection.class);

	private static final int VALID_WITHIN_SECONDS = 2;

	private final DataSource source;

	private @Nullable Connection held;

	private boolean closesAutoCommit;

	public ReservedConnection(DataSource source) {
		this.source = source;
	}

	/** The connection; to close it does nothing. */
	@Override
	public synchronized Connection getConnection() throws SQLException {
		Connection connection = this.held;
		if (connection == null || !isValid(connection)) {
			close();
			connection = take();
			this.held = connection;
		}
		return unclosable(connection);
	}

	private static boolean isValid(Connection connection) {
		try {
			return connection.isValid(VALID_WITHIN_SECONDS);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private Connection take() throws SQLException {
		Connection connection = this.source.getConnection();
		this.closesAutoCommit = !connection.getAutoCommit();
		if (this.closesAutoCommit) {
			connection.setAutoCommit(true);
		}
		return connection;
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	/** Gives the connection back, until one is needed again. */
	@Override
	public synchronized void close() {
		Connection connection = this.held;
		this.held = null;
		if (connection == null) {
			return;
		}
		try (connection) {
			if (this.closesAutoCommit) {
				connection.setAutoCommit(false);
			}
		}
		catch (SQLException ex) {
			log.debug("The connection of the lease could not be given back in order", ex);
		}
	}

	private static Connection unclosable(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						return null;
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

}
