package dev.holdfast.benchmarks.whole;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.txstep.JdbcStepFactory;
import dev.dbos.transact.txstep.JdbcStepFactory.TransactionalFunction;
import dev.dbos.transact.workflow.Workflow;

/** DBOS Transact for Java. */
final class DbosContestant implements Contestant {

	private final HikariDataSource dataSource;

	private final DBOS dbos;

	private final Sequences sequences;

	/** What DBOS makes a proxy of. */
	public interface Sequences {

		String run(int steps) throws SQLException;

		String runTransactional(int steps) throws SQLException;

	}

	DbosContestant(HikariDataSource dataSource) throws SQLException {
		this.dataSource = dataSource;
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create table if not exists effect (name varchar(100), step integer)");
		}
		this.dbos = new DBOS(DBOSConfig.defaults("benchmark").withDataSource(dataSource).withAppVersion("1"));
		Steps steps = new Steps(this.dbos);
		this.sequences = this.dbos.registerProxy(Sequences.class, steps);
		steps.transactions = new JdbcStepFactory(this.dbos, dataSource);
		this.dbos.launch();
	}

	@Override
	public void run(int steps) throws SQLException {
		this.dbos.startWorkflow(() -> this.sequences.run(steps), new StartWorkflowOptions(UUID.randomUUID().toString()))
			.getResult();
	}

	@Override
	public void runTransactional(int steps) throws SQLException {
		this.dbos
			.startWorkflow(() -> this.sequences.runTransactional(steps),
					new StartWorkflowOptions(UUID.randomUUID().toString()))
			.getResult();
	}

	@Override
	public void close() {
		this.dbos.shutdown();
		this.dataSource.close();
	}

	/** The workflows. */
	public static final class Steps implements Sequences {

		private final DBOS dbos;

		private JdbcStepFactory transactions;

		@SuppressWarnings("NullAway.Init")
		Steps(DBOS dbos) {
			this.dbos = dbos;
		}

		@Override
		@Workflow(name = "run")
		public String run(int count) {
			String last = "";
			for (int i = 0; i < count && !last.equals(Meter.STOP); i++) {
				int index = i;
				last = this.dbos.runStep(() -> Meter.step(index), "next");
			}
			return last;
		}

		@Override
		@Workflow(name = "runTransactional")
		public String runTransactional(int count) throws SQLException {
			String last = "";
			for (int i = 0; i < count && !last.equals(Meter.STOP); i++) {
				int index = i;
				TransactionalFunction<String, SQLException> step = (connection) -> insert(connection, index);
				last = this.transactions.txStep(step, "next");
			}
			return last;
		}

		private static String insert(Connection connection, int index) throws SQLException {
			try (PreparedStatement insert = connection
				.prepareStatement("insert into effect (name, step) values (?, ?)")) {
				insert.setString(1, RESULT);
				insert.setInt(2, index);
				insert.executeUpdate();
			}
			return Meter.step(index);
		}

	}

}
