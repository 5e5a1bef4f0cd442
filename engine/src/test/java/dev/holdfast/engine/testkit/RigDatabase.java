package dev.holdfast.engine.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.store.schema.SchemaInitializeMode;
import dev.holdfast.engine.store.schema.SchemaManager;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * A database with the engine's tables, which tests have to themselves one after the
 * other: what one leaves behind is removed before the next. To make a database and its
 * persistence units anew for each test would take longer than most tests do.
 */
final class RigDatabase {

	private static final Map<TestDatabase, Deque<RigDatabase>> IDLE = new EnumMap<>(TestDatabase.class);

	static {
		for (TestDatabase kind : TestDatabase.values()) {
			IDLE.put(kind, new ConcurrentLinkedDeque<>());
		}
	}

	private final TestDatabase kind;

	private final HikariDataSource dataSource;

	private final Deque<Unit> idleUnits = new ConcurrentLinkedDeque<>();

	private volatile boolean spoiled;

	/** What one node sees of the database. */
	record Unit(NodeDataSource dataSource, EntityManagerFactory entityManagerFactory) {
	}

	private RigDatabase(TestDatabase kind, HikariDataSource dataSource) {
		this.kind = kind;
		this.dataSource = dataSource;
		SchemaManager schema = new SchemaManager(this.dataSource, DatabaseKind.of(this.dataSource),
				SchemaInitializeMode.ALWAYS);
		schema.prepare();
		schema.validate();
	}

	/** An empty database. */
	static RigDatabase take(TestDatabase kind) {
		RigDatabase idle = IDLE.get(kind).poll();
		return (idle != null) ? idle : new RigDatabase(kind, kind.create());
	}

	/**
	 * A database of its own for a test, whose pool has this patience. (A pool that has
	 * opened takes up a new patience after half a minute only.)
	 */
	static RigDatabase takeNew(TestDatabase kind, Duration connectionTimeout) {
		HikariDataSource dataSource = kind.create();
		dataSource.setConnectionTimeout(connectionTimeout.toMillis());
		RigDatabase database = new RigDatabase(kind, dataSource);
		database.spoil();
		return database;
	}

	DatabaseKind kind() {
		return DatabaseKind.valueOf(this.kind.name());
	}

	HikariDataSource dataSource() {
		return this.dataSource;
	}

	/** A way to the database for one node. */
	Unit takeUnit() {
		Unit idle = this.idleUnits.poll();
		if (idle != null) {
			return idle;
		}
		NodeDataSource nodeDataSource = new NodeDataSource(this.dataSource);
		return new Unit(nodeDataSource, entityManagerFactory(nodeDataSource));
	}

	void giveBack(Unit unit) {
		this.idleUnits.add(unit);
	}

	/**
	 * Somebody may still write to it when the test has ended, so no other test gets it.
	 */
	void spoil() {
		this.spoiled = true;
	}

	void giveBack() {
		if (this.spoiled || !clean()) {
			this.idleUnits.forEach((unit) -> unit.entityManagerFactory().close());
			this.kind.destroy(this.dataSource);
		}
		else {
			IDLE.get(this.kind).add(this);
		}
	}

	/** Empties the engine's tables and drops all others; answers whether that worked. */
	private boolean clean() {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			String quote = connection.getMetaData().getIdentifierQuoteString();
			switch (this.kind) {
				case POSTGRESQL -> statement.execute("set local lock_timeout = '2s'");
				case MARIADB -> statement.execute("set innodb_lock_wait_timeout = 2, lock_wait_timeout = 2");
				default -> {
				}
			}
			for (String table : tables(connection)) {
				String name = table.toLowerCase(Locale.ROOT);
				if (!name.startsWith("holdfast_")) {
					statement.execute("drop table " + quote + table + quote + " cascade");
				}
				else if (!name.equals("holdfast_schema_version")) {
					statement.execute("delete from " + name);
				}
			}
			connection.commit();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static List<String> tables(Connection connection) throws SQLException {
		List<String> tables = new ArrayList<>();
		try (ResultSet row = connection.getMetaData()
			.getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] { "TABLE", "BASE TABLE" })) {
			while (row.next()) {
				tables.add(row.getString("TABLE_NAME"));
			}
		}
		return tables;
	}

	private static EntityManagerFactory entityManagerFactory(NodeDataSource dataSource) {
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(dataSource);
		factory.setPackagesToScan("dev.holdfast.engine.store");
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		Properties properties = new Properties();
		properties.put("hibernate.hbm2ddl.auto", "validate");
		factory.setJpaProperties(properties);
		factory.afterPropertiesSet();
		return factory.getObject();
	}

}
