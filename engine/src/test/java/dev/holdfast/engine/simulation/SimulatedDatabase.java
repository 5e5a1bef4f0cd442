package dev.holdfast.engine.simulation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.store.schema.SchemaInitializeMode;
import dev.holdfast.engine.store.schema.SchemaManager;
import dev.holdfast.engine.testkit.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * A database and a persistence unit for one simulation after the other. Nobody waits in
 * it for a lock: a statement that would is tried again when others have had their turn.
 */
final class SimulatedDatabase implements AutoCloseable {

	private final TestDatabase kind;

	private final HikariDataSource created;

	private final Deque<Connection> idle = new ArrayDeque<>();

	private final Set<Connection> taken = new LinkedHashSet<>();

	private final SimulatedDataSource dataSource = new SimulatedDataSource(this);

	private final EntityManagerFactory entityManagerFactory;

	private final List<String> tables;

	SimulatedDatabase(TestDatabase kind) {
		this.kind = kind;
		this.created = kind.create();
		new SchemaManager(this.created, DatabaseKind.of(this.created), SchemaInitializeMode.ALWAYS).prepare();
		JdbcTemplate jdbc = new JdbcTemplate(this.created);
		jdbc.execute("create table business (place varchar(200), number bigint)");
		this.tables = jdbc.queryForList("""
				select table_name from information_schema.tables
				where lower(table_name) like 'holdfast%' and lower(table_name) <> 'holdfast_schema_version'
				or lower(table_name) = 'business'
				""", String.class);
		LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
		factory.setDataSource(this.dataSource);
		factory.setPackagesToScan("dev.holdfast.engine.store");
		factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		factory.afterPropertiesSet();
		this.entityManagerFactory = Objects.requireNonNull(factory.getObject());
	}

	SimulatedDataSource dataSource() {
		return this.dataSource;
	}

	EntityManagerFactory entityManagerFactory() {
		return this.entityManagerFactory;
	}

	/** Which it is, as in {@code -Dholdfast.simulation.database}. */
	String kind() {
		return this.kind.name().toLowerCase(Locale.ROOT);
	}

	/** Takes away the primary key of a table; answers its columns. */
	List<String> dropKey(String table) {
		List<String> columns = jdbc().queryForList("""
				select column_name from information_schema.key_column_usage
				where lower(constraint_name) = ? order by ordinal_position
				""", String.class, table + "_pk");
		jdbc().execute("alter table " + table + " drop constraint " + table + "_pk");
		return columns;
	}

	/** Gives back the primary key of a table, once it is empty. */
	void addKey(String table, List<String> columns) throws SQLException {
		clear();
		jdbc().execute("alter table " + table + " add constraint " + table + "_pk primary key ("
				+ String.join(", ", columns) + ")");
	}

	/** For whoever looks at it from outside. */
	JdbcTemplate jdbc() {
		return new JdbcTemplate(this.created);
	}

	/** Empties it, and breaks what connections an earlier simulation has left behind. */
	void clear() throws SQLException {
		for (Connection left : List.copyOf(this.taken)) {
			left.close();
		}
		this.taken.clear();
		if (this.kind == TestDatabase.H2) {
			this.tables.forEach((table) -> jdbc().execute("truncate table " + table));
		}
		else { // rows that a query does not tell apart come as they were written
			jdbc().execute("truncate table " + String.join(", ", this.tables));
		}
	}

	Connection open() throws SQLException {
		return this.created.getConnection();
	}

	/** A connection for a simulated process. */
	Connection take() throws SQLException {
		Connection known = this.idle.poll();
		Connection connection = (known != null) ? known : connect();
		// as a pool can be set: so a commit is a call, which may fail
		connection.setAutoCommit(this.kind == TestDatabase.H2);
		this.taken.add(connection);
		return connection;
	}

	private Connection connect() throws SQLException {
		Connection connection = DriverManager.getConnection(this.created.getJdbcUrl(), this.created.getUsername(),
				this.created.getPassword());
		try (Statement statement = connection.createStatement()) {
			statement.execute((this.kind == TestDatabase.H2) ? "set lock_timeout 1" : "set lock_timeout = '2ms'");
		}
		return connection;
	}

	void giveBack(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.rollback();
			connection.setAutoCommit(true);
		}
		connection.setReadOnly(false);
		this.taken.remove(connection);
		this.idle.push(connection);
	}

	/**
	 * A failed statement spoils a transaction of PostgreSQL, unless it goes back to this.
	 */
	@Nullable Savepoint savepoint(Connection connection) throws SQLException {
		return (this.kind == TestDatabase.H2 || connection.getAutoCommit()) ? null : connection.setSavepoint();
	}

	boolean isLockTimeout(SQLException ex) {
		return ex.getErrorCode() == 50200 || ex.getErrorCode() == 90131 || "55P03".equals(ex.getSQLState());
	}

	@Override
	public void close() {
		this.entityManagerFactory.close();
		for (Connection connection : this.idle) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}
		this.kind.destroy(this.created);
	}

}
