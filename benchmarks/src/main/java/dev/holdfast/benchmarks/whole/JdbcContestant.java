package dev.holdfast.benchmarks.whole;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import javax.sql.DataSource;

/**
 * What the database can do: no engine, only the rows that a step writes, and one thread
 * that commits all that wait at once. Steps of one run come one after the other.
 * Transactional steps are the transaction of the user with one row more.
 */
final class JdbcContestant implements Contestant {

	/** As large as the two events of a step of Holdfast are. */
	private static final byte[] COMPLETED = new byte[150];

	private static final byte[] SCHEDULED = new byte[270];

	private final BlockingQueue<Step> queue = new LinkedBlockingQueue<>();

	private final DataSource dataSource;

	private final Connection connection;

	private final boolean checkpoints;

	private final Thread committer;

	private record Step(UUID run, int number, CompletableFuture<Void> written) {
	}

	JdbcContestant(DataSource dataSource, boolean h2) throws SQLException {
		this.dataSource = dataSource;
		this.connection = dataSource.getConnection();
		this.checkpoints = h2;
		String bytes = h2 ? "varbinary" : "bytea";
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("""
					create table if not exists raw_run (run_id uuid primary key, version bigint not null,
					next_event_id bigint not null, last_task bigint not null, wake_at bigint)
					""" + (h2 ? "" : "with (fillfactor = 70)"));
			statement.execute("create table if not exists effect (name varchar(100), step integer)");
			statement.execute("""
					create table if not exists raw_result (run_id uuid not null, event_id bigint not null,
					payload %s not null, primary key (run_id, event_id))""".formatted(bytes));
			statement.execute("""
					create table if not exists raw_event (run_id uuid not null, event_id bigint not null,
					task bigint not null, event_type varchar(40) not null, recorded_at bigint not null,
					payload %s not null, primary key (run_id, event_id))""".formatted(bytes));
		}
		this.connection.setAutoCommit(false);
		this.committer = new Thread(this::commitAll, "committer");
		this.committer.setDaemon(true);
		this.committer.start();
	}

	@Override
	public void run(int steps) {
		UUID run = UUID.randomUUID();
		write(run, 0);
		for (int i = 1; i <= steps && !Meter.step(i).equals(Meter.STOP); i++) {
			write(run, i);
		}
	}

	@Override
	public void runTransactional(int steps) throws SQLException {
		UUID run = UUID.randomUUID();
		for (int i = 1; i <= steps; i++) {
			try (Connection connection = this.dataSource.getConnection()) {
				connection.setAutoCommit(false);
				String answer = insert(connection, run, i);
				connection.commit();
				if (answer.equals(Meter.STOP)) {
					return;
				}
			}
		}
	}

	private static String insert(Connection connection, UUID run, int number) throws SQLException {
		try (PreparedStatement effect = connection.prepareStatement("insert into effect (name, step) values (?, ?)");
				PreparedStatement result = connection.prepareStatement("insert into raw_result values (?, ?, ?)")) {
			effect.setString(1, RESULT);
			effect.setInt(2, number);
			effect.executeUpdate();
			result.setObject(1, run);
			result.setLong(2, number);
			result.setBytes(3, COMPLETED);
			result.executeUpdate();
		}
		return Meter.step(number);
	}

	private void write(UUID run, int number) {
		CompletableFuture<Void> written = new CompletableFuture<>();
		this.queue.add(new Step(run, number, written));
		written.join();
	}

	private void commitAll() {
		List<Step> group = new ArrayList<>();
		try (PreparedStatement insertRun = this.connection
			.prepareStatement("insert into raw_run values (?, 0, 1, 0, 0)");
				PreparedStatement update = this.connection
					.prepareStatement("update raw_run set version = ?, next_event_id = ?, last_task = ?, wake_at = 0"
							+ " where run_id = ? and version = ?");
				PreparedStatement insert = this.connection
					.prepareStatement("insert into raw_event values (?, ?, ?, ?, ?, ?)");
				Statement checkpoint = this.connection.createStatement()) {
			while (true) {
				group.add(this.queue.take());
				this.queue.drainTo(group);
				commit(group, insertRun, update, insert);
				if (this.checkpoints) {
					checkpoint.execute("checkpoint sync");
				}
				group.forEach((step) -> step.written().complete(null));
				group.clear();
			}
		}
		catch (SQLException ex) {
			group.forEach((step) -> step.written().completeExceptionally(ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void commit(List<Step> group, PreparedStatement insertRun, PreparedStatement update,
			PreparedStatement insert) throws SQLException {
		boolean starts = false;
		for (Step step : group) {
			if (step.number() == 0) {
				starts = true;
				insertRun.setObject(1, step.run());
				insertRun.addBatch();
			}
			else {
				update.setLong(1, step.number());
				update.setLong(2, 2L * step.number() + 1);
				update.setLong(3, step.number());
				update.setObject(4, step.run());
				update.setLong(5, step.number() - 1);
				update.addBatch();
				event(insert, step, 2L * step.number() - 1, "ActivityCompleted", COMPLETED);
				event(insert, step, 2L * step.number(), "ActivityScheduled", SCHEDULED);
			}
		}
		if (starts) {
			insertRun.executeBatch();
		}
		update.executeBatch();
		insert.executeBatch();
		this.connection.commit();
	}

	private static void event(PreparedStatement insert, Step step, long id, String type, byte[] payload)
			throws SQLException {
		insert.setObject(1, step.run());
		insert.setLong(2, id);
		insert.setLong(3, step.number());
		insert.setString(4, type);
		insert.setLong(5, System.currentTimeMillis() * 1000);
		insert.setBytes(6, payload);
		insert.addBatch();
	}

	@Override
	public void close() {
		this.committer.interrupt();
	}

}
