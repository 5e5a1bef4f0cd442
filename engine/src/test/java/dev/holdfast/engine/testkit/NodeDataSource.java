package dev.holdfast.engine.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * What one node sees of the database. While the node is frozen, as in a long pause of its
 * process, every call for a connection hangs.
 */
final class NodeDataSource extends DelegatingDataSource {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition thawed = this.lock.newCondition();

	private boolean frozen;

	private volatile boolean exhausted;

	private volatile Pause pause;

	private volatile SqlFaults faults;

	private volatile LateCommit lateCommit;

	private volatile Statements statements;

	NodeDataSource(DataSource database) {
		super(database);
	}

	void freeze(boolean frozen) {
		this.lock.lock();
		try {
			this.frozen = frozen;
			this.thawed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether others have all connections. */
	void exhaust(boolean exhausted) {
		this.exhausted = exhausted;
	}

	/** Connections that are taken from now on pause before a statement. */
	Pause pauseBefore(String statement) {
		Pause pause = new Pause(statement);
		this.pause = pause;
		return pause;
	}

	/** A commit of connections that are taken from now on arrives late. */
	LateCommit lateCommitOf(String statement) {
		LateCommit late = new LateCommit(statement);
		this.lateCommit = late;
		return late;
	}

	/** Statements of connections that are taken from now on are counted. */
	Statements countStatements() {
		Statements statements = new Statements();
		this.statements = statements;
		return statements;
	}

	/** Connections that are taken from now on fail now and then. */
	SqlFaults failNowAndThen(long seed, int oneIn, String... states) {
		SqlFaults faults = new SqlFaults(seed, oneIn, states);
		this.faults = faults;
		return faults;
	}

	/** Lets go on who is held up. */
	void goOn() {
		this.faults = null;
		Pause pause = this.pause;
		if (pause != null) {
			pause.goOn();
			this.pause = null;
		}
	}

	@Override
	public Connection getConnection() throws SQLException {
		this.lock.lock();
		try {
			while (this.frozen) {
				this.thawed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.exhausted) {
			throw new SQLTransientConnectionException("Connection is not available");
		}
		SqlFaults faults = this.faults;
		Connection connection = (faults != null) ? faults.around(super.getConnection()) : super.getConnection();
		LateCommit late = this.lateCommit;
		connection = (late != null) ? late.around(connection) : connection;
		Statements statements = this.statements;
		connection = (statements != null) ? statements.around(connection) : connection;
		Pause pause = this.pause;
		return (pause != null) ? pause.around(connection) : connection;
	}

}
