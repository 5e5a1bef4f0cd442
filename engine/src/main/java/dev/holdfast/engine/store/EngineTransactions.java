package dev.holdfast.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.sql.DataSource;

import jakarta.persistence.PersistenceException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.support.DataAccessUtils;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.hibernate.HibernateExceptionTranslator;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions on the engine's database: the application's own transaction manager, used
 * in two ways. Client calls join a transaction of the caller; the engine's own writes
 * never do.
 */
public final class EngineTransactions {

	private static final int MAX_TRIES = 10;

	/** Callers see Spring's exceptions, whatever the engine asks the database with. */
	private static final PersistenceExceptionTranslator EXCEPTIONS = new HibernateExceptionTranslator();

	private final DataSource dataSource;

	private final SessionFactory sessionFactory;

	private final TransactionTemplate joining;

	private final TransactionTemplate own;

	private final TransactionTemplate reading;

	/**
	 * Creates it.
	 * @param transactionManager manages transactions of both the data source and the
	 * session factory
	 */
	public EngineTransactions(DataSource dataSource, SessionFactory sessionFactory,
			PlatformTransactionManager transactionManager) {
		this.dataSource = dataSource;
		this.sessionFactory = sessionFactory;
		this.joining = new TransactionTemplate(transactionManager);
		this.joining.setName("holdfast.join");
		this.own = new TransactionTemplate(transactionManager);
		this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.own.setName("holdfast.engine");
		this.reading = new TransactionTemplate(transactionManager);
		this.reading.setReadOnly(false);
		this.reading.setName("holdfast.read");
	}

	/**
	 * Runs in the transaction of the caller, or in one of its own if there is none. One
	 * of its own is run again if the database ended it to resolve a deadlock; a caller
	 * has to do that itself.
	 * @throws IllegalTransactionStateException if the caller's transaction has another
	 * isolation level than READ COMMITTED: it would decide on what has changed since
	 */
	public <T extends @Nullable Object> T join(Function<StatelessSession, T> work) {
		return join((session, status) -> work.apply(session));
	}

	/**
	 * Does the same with work that may find out that nothing of it counts: the
	 * transaction can only be rolled back then, whoever began it.
	 * @return whether it counts
	 */
	boolean joinIf(Predicate<StatelessSession> counts) {
		return join((session, status) -> {
			boolean all = counts.test(session);
			if (!all) {
				status.setRollbackOnly();
			}
			return all;
		});
	}

	private <T extends @Nullable Object> T join(BiFunction<StatelessSession, TransactionStatus, T> work) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			if (isCallerInTransaction()) {
				requireReadCommitted();
			}
			return run(this.joining, work);
		}
		for (int i = 1; i < MAX_TRIES; i++) {
			try {
				return run(this.joining, work);
			}
			catch (RuntimeException ex) {
				if (!isDeadlock(ex)) {
					throw ex;
				}
			}
		}
		return run(this.joining, work);
	}

	private static boolean isDeadlock(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("40")) {
				return true;
			}
		}
		return false;
	}

	private static void requireReadCommitted() {
		Integer level = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
		if (level != null && level != TransactionDefinition.ISOLATION_READ_COMMITTED) {
			throw new IllegalTransactionStateException(
					"""
							The transaction '%s' has an isolation level of its own (%s), and Holdfast joins transactions at READ \
							COMMITTED only. Call it outside of this transaction, or remove the isolation level from \
							@Transactional."""
						.formatted(TransactionSynchronizationManager.getCurrentTransactionName(), switch (level) {
							case TransactionDefinition.ISOLATION_REPEATABLE_READ -> "REPEATABLE READ";
							case TransactionDefinition.ISOLATION_SERIALIZABLE -> "SERIALIZABLE";
							default -> "READ UNCOMMITTED";
						}));
		}
	}

	/** Runs in a transaction of its own. */
	public <T extends @Nullable Object> T own(Function<StatelessSession, T> work) {
		return run(this.own, (session, status) -> work.apply(session));
	}

	/** Runs a few reads on one connection. */
	<T extends @Nullable Object> T read(Supplier<T> work) {
		return this.reading.execute((status) -> work.get());
	}

	private <T extends @Nullable Object> T run(TransactionTemplate template,
			BiFunction<StatelessSession, TransactionStatus, T> work) {
		return template.execute((status) -> {
			Connection connection = DataSourceUtils.getConnection(this.dataSource);
			try (StatelessSession session = this.sessionFactory.openStatelessSession(connection)) {
				session.setJdbcBatchSize(100);
				return work.apply(session, status);
			}
			catch (PersistenceException ex) {
				throw DataAccessUtils.translateIfNecessary(ex, EXCEPTIONS);
			}
			finally {
				DataSourceUtils.releaseConnection(connection, this.dataSource);
			}
		});
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	/** Whether the caller has a transaction on the engine's database. */
	public boolean isCallerInTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.hasResource(this.dataSource);
	}

	/**
	 * Runs something once the current transaction has committed, or may have; at once if
	 * there is none. It must not fail and not use the database on this thread.
	 */
	static void afterCommit(Runnable task) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			task.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				if (status != STATUS_ROLLED_BACK) {
					task.run();
				}
			}

		});
	}

	/**
	 * Runs something once the current transaction has committed, or something else if
	 * that was tried and nobody can tell: transaction managers call it rolled back, too,
	 * when the line broke while they committed.
	 */
	static void afterCommit(Runnable committed, Runnable inDoubt) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			committed.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			private boolean tried;

			@Override
			public void beforeCommit(boolean readOnly) {
				this.tried = true;
			}

			@Override
			public void afterCompletion(int status) {
				if (status == STATUS_COMMITTED) {
					committed.run();
				}
				else if (this.tried) {
					inDoubt.run();
				}
			}

		});
	}

	/** Runs something when the current transaction has ended, however. */
	static void afterEnd(Runnable task) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				task.run();
			}

		});
	}

}
