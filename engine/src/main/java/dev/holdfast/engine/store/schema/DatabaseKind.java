package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/** The databases that the engine works with, and in what they differ. */
public enum DatabaseKind {

	/** H2, in memory or in a file, for one process. */
	H2("H2", 2, 2) {

		@Override
		public boolean supportsShareLocks() {
			return false;
		}

		@Override
		public String currentTimeMicrosSql() {
			return """
					select cast(extract(epoch from current_timestamp) * 1000000 as bigint)""";
		}

		@Override
		@Nullable String schemaLockSql() {
			return null;
		}

	},

	/** PostgreSQL, for any number of nodes. */
	POSTGRESQL("PostgreSQL", 14, 0) {

		@Override
		public boolean supportsShareLocks() {
			return true;
		}

		@Override
		public String currentTimeMicrosSql() {
			return """
					select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)""";
		}

		@Override
		String schemaLockSql() {
			// The number spells "holdfast" in ASCII.
			return """
					select pg_advisory_xact_lock(%d)""".formatted(0x686f6c6466617374L);
		}

	},

	/** MariaDB, for any number of nodes. */
	MARIADB("MariaDB", 10, 6) {

		@Override
		public boolean supportsShareLocks() {
			return true;
		}

		@Override
		public String currentTimeMicrosSql() {
			return MYSQL_TIME;
		}

		@Override
		String schemaLockSql() {
			return MYSQL_LOCK;
		}

		@Override
		String schemaUnlockSql() {
			return MYSQL_UNLOCK;
		}

	},

	/** MySQL, for any number of nodes. */
	MYSQL("MySQL", 8, 0) {

		@Override
		public boolean supportsShareLocks() {
			return true;
		}

		@Override
		public String currentTimeMicrosSql() {
			return MYSQL_TIME;
		}

		@Override
		String schemaLockSql() {
			return MYSQL_LOCK;
		}

		@Override
		String schemaUnlockSql() {
			return MYSQL_UNLOCK;
		}

	};

	// unix_timestamp() would take the time for one of the session's time zone, in which
	// an hour of each autumn is there twice.
	private static final String MYSQL_TIME = """
			select timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))""";

	// The name of a lock has at most 64 characters, and counts in the whole server.
	private static final String MYSQL_LOCK = """
			select get_lock(concat('holdfast.', sha1(database())), 600)""";

	private static final String MYSQL_UNLOCK = """
			select release_lock(concat('holdfast.', sha1(database())))""";

	// The driver of MySQL takes MariaDB for MySQL, and its first number for a version.
	private static final Pattern MARIADB_VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.[^-]*-MariaDB");

	private static final String USE_ANOTHER = "Change spring.datasource.url so that it leads to one of these databases, or"
			+ " choose another DataSource bean with holdfast.data-source.";

	private final String product;

	private final int minimumMajor;

	private final int minimumMinor;

	DatabaseKind(String product, int minimumMajor, int minimumMinor) {
		this.product = product;
		this.minimumMajor = minimumMajor;
		this.minimumMinor = minimumMinor;
	}

	/**
	 * Finds out what a data source connects to, and whether the engine can work with it.
	 * Opens one connection.
	 * @throws UnsupportedDatabaseException if it cannot: an unknown or old database, a
	 * standby, read-only connections, an isolation level other than READ COMMITTED, an H2
	 * database that other processes can open or have open
	 * @throws DataAccessException if the database cannot be reached
	 */
	public static DatabaseKind of(DataSource dataSource) {
		try {
			return Jdbc.call(dataSource, "Find out the kind of database", DatabaseKind::of);
		}
		catch (UnsupportedDatabaseException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			H2FileProblem problem = H2FileProblem.in(ex).orElseThrow(() -> ex);
			throw new UnsupportedDatabaseException(problem.description(ex), problem.remedy(), ex);
		}
	}

	private static DatabaseKind of(Connection connection) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		String product = metaData.getDatabaseProductName();
		int major = metaData.getDatabaseMajorVersion();
		int minor = metaData.getDatabaseMinorVersion();
		Matcher mariaDb = MARIADB_VERSION.matcher(metaData.getDatabaseProductVersion());
		if (mariaDb.find()) {
			product = MARIADB.product;
			major = Integer.parseInt(mariaDb.group(1));
			minor = Integer.parseInt(mariaDb.group(2));
		}
		return of(connection, product, major, minor);
	}

	private static DatabaseKind of(Connection connection, String product, int major, int minor) throws SQLException {
		Optional<DatabaseKind> found = Arrays.stream(values())
			.filter((kind) -> kind.product.equals(product))
			.findFirst();
		if (found.isEmpty()) {
			throw new UnsupportedDatabaseException(
					"%s %d.%d at %s is not among the databases that Holdfast works with: %s.".formatted(product, major,
							minor, Jdbc.describe(connection), supported()),
					USE_ANOTHER, null);
		}
		DatabaseKind kind = found.get();
		if (!kind.accepts(major, minor)) {
			throw new UnsupportedDatabaseException("%s %d.%d at %s is too old for Holdfast, which works with: %s."
				.formatted(product, major, minor, Jdbc.describe(connection), supported()), "Upgrade it. " + USE_ANOTHER,
					null);
		}
		List<DatabaseProblem> problems = new ConnectionInspector(connection).problems(kind);
		if (!problems.isEmpty()) {
			throw new UnsupportedDatabaseException("Holdfast cannot work with %s: %s"
				.formatted(Jdbc.describe(connection), joined(problems, DatabaseProblem::what)),
					joined(problems, DatabaseProblem::remedy), null);
		}
		return kind;
	}

	private static String joined(List<DatabaseProblem> problems, Function<DatabaseProblem, String> sentences) {
		return problems.stream().map(sentences).collect(Collectors.joining(" "));
	}

	/** How the product calls itself. */
	public String productName() {
		return this.product;
	}

	private boolean accepts(int major, int minor) {
		return major > this.minimumMajor || (major == this.minimumMajor && minor >= this.minimumMinor);
	}

	private static String supported() {
		return Arrays.stream(values())
			.map((kind) -> "%s %d%s or newer".formatted(kind.product, kind.minimumMajor,
					(kind != POSTGRESQL) ? "." + kind.minimumMinor : ""))
			.collect(Collectors.joining(", "));
	}

	/** Whether a row can be locked in share mode ({@code for share}). */
	public abstract boolean supportsShareLocks();

	/**
	 * A query for what time the database has, in microseconds since the epoch. On H2 the
	 * answer stays the same within a transaction.
	 */
	public abstract String currentTimeMicrosSql();

	/** Where on the class path this database's versioned scripts are. */
	public String scriptFolder() {
		return switch (this) {
			case H2 -> "META-INF/holdfast/db/h2/";
			case POSTGRESQL -> "META-INF/holdfast/db/postgresql/";
			case MARIADB -> "META-INF/holdfast/db/mariadb/";
			case MYSQL -> "META-INF/holdfast/db/mysql/";
		};
	}

	/**
	 * A query that waits until no other node changes the schema, and keeps others waiting
	 * until the transaction ends; {@code null} if there is only one node.
	 */
	abstract @Nullable String schemaLockSql();

	/**
	 * A query that lets others change the schema, if the lock outlives the transaction.
	 */
	@Nullable String schemaUnlockSql() {
		return null;
	}

}
