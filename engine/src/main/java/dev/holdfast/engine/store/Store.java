package dev.holdfast.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.time.EngineClock;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;

import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * All access to the tables. The entities are part of the application's persistence unit;
 * the repositories are the engine's own and no beans, so that they displace nothing.
 *
 * @param transactions transactions on the engine's database
 * @param committer writes the steps of runs
 * @param starts starts runs and sends messages for clients
 * @param claims takes runs that nobody has
 * @param nodes the rows of nodes
 * @param reader reads runs and their histories
 * @param search finds executions
 * @param order gives messages their places
 * @param schedules the rows of schedules
 * @param deletions deletes closed executions
 * @param activityTasks the rows of activities that any worker may take
 * @param startTimes the times at which activities may begin
 * @param leakAudit looks for rows that nobody would look at
 */
public record Store(EngineTransactions transactions, GroupCommitter committer, Starts starts, Claims claims,
		Nodes nodes, RunReader reader, ExecutionSearch search, MessageOrder order, Schedules schedules,
		Deletions deletions, ActivityTasks activityTasks, StartTimes startTimes, LeakAudit leakAudit) {

	/** The entities, to be added to the persistence unit of the application. */
	public static List<Class<?>> entities() {
		return List.of(ExecutionEntity.class, RunEntity.class, CurrentRunEntity.class, EventEntity.class,
				InboxEntity.class, RequestEntity.class, ActivityTaskEntity.class, NodeEntity.class,
				ScheduleEntity.class, SearchAttributeEntity.class, TaskQueueEntity.class);
	}

	/**
	 * Opens the store.
	 * @param durably makes durable what was committed, before it is acknowledged
	 * @throws EntitiesNotManagedException if the persistence unit does not have the
	 * entities
	 */
	public static Store open(EntityManagerFactory entityManagerFactory, DataSource dataSource,
			PlatformTransactionManager transactionManager, DatabaseKind database, EngineClock clock, EventCodec codec,
			CommitSeam seam, Durably durably, EngineThreads threads) {
		return open(entityManagerFactory, dataSource, transactionManager, database, clock, codec, seam, durably,
				threads, repositories(entityManagerFactory), UnaryOperator.identity());
	}

	private static JpaRepositoryFactory repositories(EntityManagerFactory entityManagerFactory) {
		requireEntities(entityManagerFactory);
		return new JpaRepositoryFactory(SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory));
	}

	/**
	 * Looks whether a persistence unit has the entities.
	 * @throws EntitiesNotManagedException if it does not
	 */
	public static void requireEntities(EntityManagerFactory entityManagerFactory) {
		for (Class<?> entity : entities()) {
			try {
				entityManagerFactory.getMetamodel().entity(entity);
			}
			catch (IllegalArgumentException ex) {
				throw new EntitiesNotManagedException(entity, ex);
			}
		}
	}

	/**
	 * Opens the store with repositories that others use, too, or with another gate, to
	 * see what the gate is good for.
	 */
	static Store open(EntityManagerFactory entityManagerFactory, DataSource dataSource,
			PlatformTransactionManager transactionManager, DatabaseKind database, EngineClock clock, EventCodec codec,
			CommitSeam seam, Durably durably, EngineThreads threads, JpaRepositoryFactory repositories,
			UnaryOperator<SendGate> otherGate) {
		RunRepository runs = repositories.getRepository(RunRepository.class);
		InboxRepository inbox = repositories.getRepository(InboxRepository.class);
		CurrentRunRepository currentRuns = repositories.getRepository(CurrentRunRepository.class);
		ExecutionRepository executions = repositories.getRepository(ExecutionRepository.class);
		RequestRepository requests = repositories.getRepository(RequestRepository.class);
		ActivityTaskRepository activities = repositories.getRepository(ActivityTaskRepository.class);
		EngineTransactions transactions = new EngineTransactions(dataSource,
				entityManagerFactory.unwrap(SessionFactory.class), transactionManager);
		Dialect dialect = Dialect.of(database);
		JdbcTemplate jdbc = dialect.template(dataSource);
		NamedParameterJdbcTemplate named = dialect.named(jdbc);
		SingleStatements single = new SingleStatements(dataSource, dialect);
		MessageOrder order = new MessageOrder(clock);
		SendGate gate = otherGate.apply(database.supportsShareLocks() ? new RowLockGate(named, dialect.shareLock())
				: new InMemoryGate(url(jdbc), currentRuns, threads));
		Runnable sync = () -> durably.sync(dataSource);
		GroupWriter writer = new GroupWriter(named, dialect, gate, inbox, codec, order);
		GroupCommitter committer = new GroupCommitter(transactions, writer, seam, sync, threads);
		Starts starts = new Starts(transactions, jdbc, dialect, currentRuns, requests, gate, order, codec, sync);
		return new Store(transactions, committer, starts, new Claims(transactions, single, named, runs),
				new Nodes(transactions, single, repositories.getRepository(NodeRepository.class)),
				new RunReader(transactions, repositories.getRepository(EventRepository.class), inbox, requests,
						activities, runs, executions, currentRuns, codec),
				new ExecutionSearch(transactions, dialect, runs, activities), order,
				new Schedules(transactions, named, dialect, repositories.getRepository(ScheduleRepository.class), seam,
						sync, codec),
				new Deletions(transactions, named, seam), starts.activityTasks(named), starts.startTimes(),
				new LeakAudit(transactions, jdbc));
	}

	/**
	 * Runs statements on the engine's tables, and binds and reads UUIDs as these store
	 * them.
	 */
	public static JdbcTemplate jdbc(DataSource dataSource, DatabaseKind database) {
		return Dialect.of(database).template(dataSource);
	}

	private static String url(JdbcTemplate jdbc) {
		String url = jdbc.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getURL());
		return (url != null) ? url.replaceFirst(";.*", "") : "";
	}

	/** Makes durable what was committed. */
	@FunctionalInterface
	public interface Durably {

		/** A commit of this database is durable by itself. */
		Durably BY_COMMIT = (dataSource) -> {
		};

		void sync(DataSource dataSource);

		/** Runs something on a connection of its own after each group of commits. */
		static Durably through(ConnectionTask task) {
			return (dataSource) -> {
				Connection connection = DataSourceUtils.getConnection(dataSource);
				try {
					task.run(connection);
				}
				catch (SQLException ex) {
					throw new UncategorizedSQLException("Making commits durable", null, ex);
				}
				finally {
					DataSourceUtils.releaseConnection(connection, dataSource);
				}
			};
		}

	}

	/** Something that is done on a connection. */
	@FunctionalInterface
	public interface ConnectionTask {

		void run(Connection connection) throws SQLException;

	}

}
