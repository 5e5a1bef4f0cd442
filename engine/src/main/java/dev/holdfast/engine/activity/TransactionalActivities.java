package dev.holdfast.engine.activity;

import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.engine.store.StoredMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Runs activities whose effect and whose result commit together: the engine begins the
 * transaction that the activity's own annotation asks for, the activity joins it, and the
 * result is recorded in it. Any exception rolls back. Few enough run at a time that the
 * engine itself never waits for a connection.
 */
public final class TransactionalActivities {

	private final PlatformTransactionManager transactionManager;

	private final Predicate<String> isOurs;

	private final Semaphore connections;

	/**
	 * Creates it.
	 * @param isOurs whether a qualifier names this transaction manager; an empty one
	 * stands for none
	 * @param atOnce how many may run at the same time
	 */
	public TransactionalActivities(PlatformTransactionManager transactionManager, Predicate<String> isOurs,
			int atOnce) {
		this.transactionManager = transactionManager;
		this.isOurs = isOurs;
		this.connections = new Semaphore(atOnce);
	}

	/** Whether an activity runs in a transaction that the engine can join. */
	boolean joins(ActivityDefinition definition) {
		TransactionAttribute attribute = definition.transaction();
		if (attribute == null || attribute.isReadOnly() || definition.isAsynchronous()) {
			return false;
		}
		String qualifier = attribute.getQualifier();
		boolean joinable = attribute.getPropagationBehavior() == TransactionDefinition.PROPAGATION_REQUIRED
				|| attribute.getPropagationBehavior() == TransactionDefinition.PROPAGATION_MANDATORY;
		return joinable && this.isOurs.test((qualifier != null) ? qualifier : "");
	}

	/**
	 * Records a result in the current transaction; answers {@code null} if it must not
	 * commit.
	 */
	@FunctionalInterface
	interface Recorder {

		@Nullable StoredMessage record(byte[] result);

	}

	AttemptOutcome run(ActivityDefinition definition, ResultOf activity, Recorder recorder) throws Throwable {
		this.connections.acquireUninterruptibly();
		try {
			TransactionStatus status = this.transactionManager.getTransaction(transaction(definition));
			byte[] result;
			StoredMessage recorded;
			try {
				result = activity.call();
				recorded = status.isRollbackOnly() ? null : recorder.record(result);
			}
			catch (Throwable ex) {
				this.transactionManager.rollback(status);
				throw ex;
			}
			if (recorded == null) {
				this.transactionManager.rollback(status);
				return new AttemptOutcome.Superseded();
			}
			this.transactionManager.commit(status);
			return new AttemptOutcome.Committed(recorded);
		}
		finally {
			this.connections.release();
		}
	}

	private static TransactionDefinition transaction(ActivityDefinition definition) {
		TransactionAttribute attribute = definition.transaction();
		DefaultTransactionDefinition transaction = new DefaultTransactionDefinition();
		transaction.setName(definition.type());
		if (attribute != null) {
			transaction.setIsolationLevel(attribute.getIsolationLevel());
			transaction.setTimeout(attribute.getTimeout());
		}
		return transaction;
	}

	/** What the activity does. */
	@FunctionalInterface
	interface ResultOf {

		byte[] call() throws Throwable;

	}

}
