package dev.holdfast.engine.simulation;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The database as simulated processes see it. Outside of a simulation it is the database
 * itself.
 */
final class SimulatedDataSource extends AbstractDataSource {

	private final SimulatedDatabase database;

	private @Nullable World world;

	SimulatedDataSource(SimulatedDatabase database) {
		this.database = database;
	}

	void enter(@Nullable World world) {
		this.world = world;
	}

	@Override
	public Connection getConnection() throws SQLException {
		World inside = this.world;
		Process process = (inside != null) ? inside.scheduler().current().process : null;
		if (inside == null || process == null) {
			return this.database.open();
		}
		if (process.isDead() && !inside.scheduler().current().killed) {
			throw new SQLException("the process is dead", "08003");
		}
		inside.scheduler().pause();
		inside.faults().beforeConnecting();
		SimulatedConnection connection = new SimulatedConnection(inside, process, this.database.take());
		process.connections.add(connection);
		return connection.proxy();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

}
