package dev.holdfast.engine.store.schema;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Creates, upgrades and checks the engine's tables, in the current schema of the data
 * source's connections. Thread-safe; several nodes may do it at the same time.
 */
public final class SchemaManager {

	private static final Logger log = LoggerFactory.getLogger(SchemaManager.class);

	/**
	 * Where a database has no lock for it: such a database serves one process, and
	 * several application contexts of that process may share it. One lock for all, since
	 * one database can have several URLs.
	 */
	private static final ReentrantLock withinThisProcess = new ReentrantLock();

	private final DataSource dataSource;

	private final DatabaseKind kind;

	private final SchemaInitializeMode mode;

	private final List<SchemaScript> scripts;

	public SchemaManager(DataSource dataSource, DatabaseKind kind, SchemaInitializeMode mode) {
		this(dataSource, kind, mode, SchemaScript.all(kind));
	}

	SchemaManager(DataSource dataSource, DatabaseKind kind, SchemaInitializeMode mode, List<SchemaScript> scripts) {
		this.dataSource = dataSource;
		this.kind = kind;
		this.mode = mode;
		this.scripts = scripts;
	}

	/**
	 * Brings the tables up to date, unless somebody else does, and checks them. Tables
	 * that somebody else has created completely are taken over as they are.
	 * @throws SchemaException if they are not, or cannot be made, what is needed
	 * @throws DataAccessException if the database cannot be reached
	 */
	public void prepare() {
		if (this.mode == SchemaInitializeMode.ALWAYS) {
			String lockSql = this.kind.schemaLockSql();
			if (lockSql == null) {
				withinThisProcess.lock();
			}
			try {
				Jdbc.call(this.dataSource, "Create or upgrade the schema", (connection) -> {
					inTransaction(connection, lockSql, this.kind.schemaUnlockSql());
					return true;
				});
			}
			finally {
				if (lockSql == null) {
					withinThisProcess.unlock();
				}
			}
		}
		validate();
	}

	/**
	 * Checks that all tables and columns are there, whoever created them, and that no
	 * newer version of Holdfast has changed them.
	 * @throws SchemaException if not; the message names everything that is missing
	 * @throws DataAccessException if the database cannot be reached
	 */
	public void validate() {
		Jdbc.call(this.dataSource, "Check the schema", (connection) -> {
			Tables live = Tables.of(connection);
			SortedMap<Integer, Optional<String>> recorded = recorded(connection, live);
			refuseNewer(connection, recorded);
			List<String> missing = live.lacking(Tables.definedBy(this.scripts));
			if (!missing.isEmpty()) {
				throw new SchemaException(describeMissing(connection, missing), remedyForMissing(live, recorded), null);
			}
			warnOfOtherScripts(recorded);
			return true;
		});
	}

	private void inTransaction(Connection connection, @Nullable String lockSql, @Nullable String unlockSql)
			throws SQLException {
		String place = place(connection);
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			if (unlockSql != null && lockSql != null) {
				upgradeAlone(connection, lockSql, unlockSql);
			}
			else {
				if (lockSql != null) {
					Jdbc.query(connection, lockSql, (row) -> true);
				}
				upgrade(connection);
			}
			connection.commit();
			connection.setAutoCommit(autoCommit);
		}
		catch (SchemaException ex) {
			rollBack(connection, autoCommit, ex);
			throw ex;
		}
		catch (SQLException | DataAccessException ex) {
			rollBack(connection, autoCommit, ex);
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			String reason = (cause != ex) ? ex.getMessage() + ": " + cause.getMessage() : ex.getMessage();
			throw new SchemaException(
					"The tables of Holdfast could not be created or upgraded in %s: %s".formatted(place, reason), """
							If the user of the data source may not create tables, give it the right, or run %s by hand \
							and set holdfast.schema.initialize=never.""".formatted(locations(this.scripts)), ex);
		}
	}

	/**
	 * Where changes of tables end transactions, the lock is one of the session, and what
	 * is interrupted stays half done.
	 */
	private void upgradeAlone(Connection connection, String lockSql, String unlockSql) throws SQLException {
		boolean locked = Jdbc.queryOne(connection, lockSql, (row) -> row.getInt(1) == 1);
		if (!locked) {
			throw new SchemaException("""
					The tables of Holdfast in %s were not looked at: another node has been changing them for ten \
					minutes.""".formatted(place(connection)),
					"Find out what keeps it, with SHOW PROCESSLIST, and start again.", null);
		}
		try {
			upgrade(connection);
		}
		finally {
			Jdbc.query(connection, unlockSql, (row) -> true);
		}
	}

	private static void rollBack(Connection connection, boolean autoCommit, Exception failure) {
		try {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	private void upgrade(Connection connection) throws SQLException {
		VersionTable versionTable = new VersionTable(connection);
		Tables live = Tables.of(connection);
		SortedMap<Integer, Optional<String>> recorded = recorded(connection, live);
		refuseNewer(connection, recorded);
		List<SchemaScript> foundInPlace = recorded.isEmpty() ? foundInPlace(connection, live) : List.of();
		if (!live.has(VersionTable.NAME)) {
			versionTable.create();
		}
		for (SchemaScript script : foundInPlace) {
			versionTable.record(script, null, this.kind);
			log.info("Schema version {} was found in place in {}", script.version(), place(connection));
		}
		int installed = recorded.isEmpty() ? foundInPlace.size() : recorded.lastKey();
		for (SchemaScript script : this.scripts) {
			if (script.version() > installed) {
				run(connection, script);
				versionTable.record(script, script.checksum(), this.kind);
				log.info("Created schema version {} in {} by {}", script.version(), place(connection),
						script.location());
			}
		}
	}

	/**
	 * The scripts that somebody else has run: as many as explain the tables that are
	 * there.
	 */
	private List<SchemaScript> foundInPlace(Connection connection, Tables live) throws SQLException {
		for (int count = this.scripts.size(); count > 0; count--) {
			List<SchemaScript> candidates = this.scripts.subList(0, count);
			if (live.lacking(Tables.definedBy(candidates)).isEmpty()) {
				return candidates;
			}
		}
		Tables first = Tables.definedBy(this.scripts.subList(0, 1));
		if (first.names().stream().anyMatch(live::has)) {
			throw new SchemaException(describeMissing(connection, live.lacking(first)),
					remedyForMissing(live, new TreeMap<>()), null);
		}
		return List.of();
	}

	private SortedMap<Integer, Optional<String>> recorded(Connection connection, Tables live) throws SQLException {
		return live.has(VersionTable.NAME) ? new VersionTable(connection).read() : new TreeMap<>();
	}

	private void refuseNewer(Connection connection, SortedMap<Integer, Optional<String>> recorded) throws SQLException {
		int newest = this.scripts.get(this.scripts.size() - 1).version();
		if (!recorded.isEmpty() && recorded.lastKey() > newest) {
			throw new SchemaException("""
					The tables of Holdfast in %s have schema version %d, and this version of Holdfast knows \
					versions up to %d.""".formatted(place(connection), recorded.lastKey(), newest),
					"Start a version of Holdfast that is at least as new as the one that upgraded them.", null);
		}
	}

	private String describeMissing(Connection connection, List<String> missing) throws SQLException {
		return "The tables of Holdfast in %s are not complete. Missing: %s.".formatted(place(connection),
				String.join(", ", missing));
	}

	private String remedyForMissing(Tables live, SortedMap<Integer, Optional<String>> recorded) {
		String scripts = locations(this.scripts);
		List<String> present = Tables.definedBy(this.scripts).names().stream().filter(live::has).toList();
		if (present.isEmpty() && recorded.isEmpty()) {
			return "Set holdfast.schema.initialize=always, or run %s by hand.".formatted(scripts);
		}
		if (recorded.isEmpty()) {
			return """
					Their creation may have been interrupted, or done by an older script. If nothing in them is \
					needed, drop %s and start again with holdfast.schema.initialize=always; otherwise run by hand \
					what is missing of %s.""".formatted(String.join(", ", present), scripts);
		}
		int newest = this.scripts.get(this.scripts.size() - 1).version();
		if (recorded.lastKey() < newest) {
			return """
					They have schema version %d of %d. Set holdfast.schema.initialize=always, or run by hand what \
					is newer of %s.""".formatted(recorded.lastKey(), newest, scripts);
		}
		return """
				They were complete once: %s records schema version %d. Restore them from a backup, or run by \
				hand what is missing of %s; holdfast.schema.initialize=always creates only what was never there."""
			.formatted(VersionTable.NAME, recorded.lastKey(), scripts);
	}

	private void warnOfOtherScripts(SortedMap<Integer, Optional<String>> recorded) {
		for (SchemaScript script : this.scripts) {
			Optional<String> checksum = recorded.getOrDefault(script.version(), Optional.empty());
			if (checksum.isPresent() && !checksum.get().equals(script.checksum())) {
				log.warn(
						"Schema version {} was created by another {} than the one of this jar. All tables and columns "
								+ "are there, but indexes and types may differ: compare them with classpath:{}",
						script.version(), script.name(), script.location());
			}
		}
	}

	private static void run(Connection connection, SchemaScript script) {
		ByteArrayResource text = new ByteArrayResource(script.text().getBytes(StandardCharsets.UTF_8),
				"classpath:" + script.location());
		ScriptUtils.executeSqlScript(connection, new EncodedResource(text, StandardCharsets.UTF_8));
	}

	private static String locations(List<SchemaScript> scripts) {
		return scripts.stream().map((script) -> "classpath:" + script.location()).collect(Collectors.joining(", "));
	}

	private static String place(Connection connection) throws SQLException {
		String schema = Tables.schema(connection);
		return "schema %s of %s".formatted(schema, Jdbc.describe(connection));
	}

}
