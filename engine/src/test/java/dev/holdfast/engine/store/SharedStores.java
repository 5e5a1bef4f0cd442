package dev.holdfast.engine.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.time.EngineClock;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;

import javax.sql.DataSource;

/**
 * The stores of many nodes on one persistence unit. They share their repositories, which
 * are most of what it takes to open a store.
 */
public final class SharedStores {

	private final EntityManagerFactory entityManagerFactory;

	private final DataSource dataSource;

	private final DatabaseKind database;

	private final EventCodec codec;

	private final JpaRepositoryFactory repositories;

	public SharedStores(EntityManagerFactory entityManagerFactory, DataSource dataSource, DatabaseKind database,
			EventCodec codec) {
		this.entityManagerFactory = entityManagerFactory;
		this.dataSource = dataSource;
		this.database = database;
		this.codec = codec;
		this.repositories = new OnceEach(entityManagerFactory);
	}

	/**
	 * Opens the store of a node.
	 * @param gateStandsOpen whether the gate holds nobody up
	 */
	public Store open(PlatformTransactionManager transactionManager, EngineClock clock, EngineThreads threads,
			boolean gateStandsOpen) {
		UnaryOperator<SendGate> gate = gateStandsOpen ? (real) -> new OpenGate(this.dataSource)
				: UnaryOperator.identity();
		return Store.open(this.entityManagerFactory, this.dataSource, transactionManager, this.database, clock,
				this.codec, CommitSeam.PLAIN, Store.Durably.BY_COMMIT, threads, this.repositories, gate);
	}

	/** Makes each repository once. */
	private static final class OnceEach extends JpaRepositoryFactory {

		private final Map<Class<?>, Object> made = new ConcurrentHashMap<>();

		OnceEach(EntityManagerFactory entityManagerFactory) {
			super(SharedEntityManagerCreator.createSharedEntityManager(entityManagerFactory));
		}

		@Override
		public <T> T getRepository(Class<T> repositoryInterface) {
			return repositoryInterface
				.cast(this.made.computeIfAbsent(repositoryInterface, (type) -> super.getRepository(type)));
		}

	}

}
