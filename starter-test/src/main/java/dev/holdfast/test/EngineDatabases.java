package dev.holdfast.test;

import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.store.schema.SchemaInitializeMode;
import dev.holdfast.engine.store.schema.SchemaManager;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * Databases in memory, each for one engine at a time: to make one anew, with its
 * persistence unit, would take longer than most tests do. Thread-safe.
 */
final class EngineDatabases implements AutoCloseable {

	private static final int CONNECTIONS = 10;

	private final Queue<EngineDatabase> idle = new ConcurrentLinkedQueue<>();

	/** A database with the tables of the engine, and nothing else. */
	record EngineDatabase(HikariDataSource dataSource, EntityManagerFactory entityManagerFactory) {

		void close() {
			this.entityManagerFactory.close();
			this.dataSource.close();
		}

	}

	EngineDatabase take() {
		EngineDatabase database = this.idle.poll();
		return (database != null) ? database : create();
	}

	/** One that was emptied. */
	void giveBack(EngineDatabase database) {
		this.idle.add(database);
	}

	private static EngineDatabase create() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		dataSource.setMaximumPoolSize(CONNECTIONS);
		dataSource.setMinimumIdle(1);
		new SchemaManager(dataSource, DatabaseKind.H2, SchemaInitializeMode.ALWAYS).prepare();
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(dataSource);
		factory.setManagedTypes(
				PersistenceManagedTypes.of(Store.entities().stream().map(Class::getName).toArray(String[]::new)));
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		Properties properties = new Properties();
		properties.putAll(Map.of("hibernate.hbm2ddl.auto", "none"));
		factory.setJpaProperties(properties);
		factory.afterPropertiesSet();
		EntityManagerFactory entityManagerFactory = factory.getObject();
		if (entityManagerFactory == null) {
			throw new IllegalStateException("There is no entity manager factory");
		}
		return new EngineDatabase(dataSource, entityManagerFactory);
	}

	@Override
	public void close() {
		for (EngineDatabase database = this.idle.poll(); database != null; database = this.idle.poll()) {
			database.close();
		}
	}

}
