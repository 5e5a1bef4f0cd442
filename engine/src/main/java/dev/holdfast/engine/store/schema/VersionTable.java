package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** Which scripts have been run, and when. */
final class VersionTable {

	static final String NAME = "holdfast_schema_version";

	private static final String CREATE = """
			create table holdfast_schema_version (
				version      integer      not null,
				script       varchar(255) not null,
				checksum     varchar(64),
				installed_at bigint       not null,
				constraint holdfast_schema_version_pk primary key (version)
			)""";

	private static final String SELECT = """
			select version, checksum from holdfast_schema_version order by version""";

	private static final String INSERT = """
			insert into holdfast_schema_version (version, script, checksum, installed_at) values (?, ?, ?, ?)""";

	private final Connection connection;

	VersionTable(Connection connection) {
		this.connection = connection;
	}

	void create() throws SQLException {
		Jdbc.execute(this.connection, CREATE);
	}

	/** The checksums by version; none for a version that was found in place. */
	SortedMap<Integer, Optional<String>> read() throws SQLException {
		SortedMap<Integer, Optional<String>> checksums = new TreeMap<>();
		Jdbc.query(this.connection, SELECT,
				(row) -> checksums.put(row.getInt("version"), Optional.ofNullable(row.getString("checksum"))));
		return checksums;
	}

	void record(SchemaScript script, @Nullable String checksum, DatabaseKind kind) throws SQLException {
		long now = Jdbc.queryOne(this.connection, kind.currentTimeMicrosSql(), (row) -> row.getLong(1));
		try (PreparedStatement statement = this.connection.prepareStatement(INSERT)) {
			statement.setInt(1, script.version());
			statement.setString(2, script.name());
			statement.setString(3, checksum);
			statement.setLong(4, now);
			statement.executeUpdate();
		}
	}

}
