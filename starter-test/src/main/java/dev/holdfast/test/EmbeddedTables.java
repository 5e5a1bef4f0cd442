package dev.holdfast.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of the application in an embedded database, and what was in them when tests
 * began: activities commit, so nothing that a test rolls back would bring them back to
 * it.
 */
final class EmbeddedTables {

	private static final String COPIES = "HOLDFAST_TEST";

	private static final String COLUMNS = """
			select column_name from information_schema.columns
			where table_schema = ? and table_name = ? and is_generated = 'NEVER' order by ordinal_position
			""";

	private final JdbcTemplate jdbc;

	/** The tables, and how each gets its rows back. */
	private final Map<String, String> tables;

	private EmbeddedTables(JdbcTemplate jdbc, Map<String, String> tables) {
		this.jdbc = jdbc;
		this.tables = tables;
	}

	/**
	 * Remembers what is there; {@code null} if the database is not an H2 database in
	 * memory.
	 */
	static @Nullable EmbeddedTables remember(JdbcTemplate jdbc) {
		String url = jdbc.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getURL());
		if (url == null || !url.startsWith("jdbc:h2:mem:")) {
			return null;
		}
		Map<String, String> tables = new LinkedHashMap<>();
		for (Map<String, Object> row : jdbc.queryForList("""
				select table_schema, table_name from information_schema.tables
				where table_type = 'BASE TABLE' and table_schema not in ('INFORMATION_SCHEMA', ?)
				order by table_schema, table_name
				""", COPIES)) {
			String schema = String.valueOf(row.get("TABLE_SCHEMA"));
			String name = String.valueOf(row.get("TABLE_NAME"));
			if (!name.toLowerCase(Locale.ROOT).startsWith("holdfast_")) {
				String table = quoted(schema) + "." + quoted(name);
				tables.put(table, copy(jdbc, schema, name, table, tables.size()));
			}
		}
		return new EmbeddedTables(jdbc, tables);
	}

	/** Answers the statement that brings the rows back, or nothing if there are none. */
	private static String copy(JdbcTemplate jdbc, String schema, String name, String table, int number) {
		Long rows = jdbc.queryForObject("select count(*) from " + table, Long.class);
		if (rows == null || rows == 0) {
			return "";
		}
		List<String> columns = new ArrayList<>(jdbc.queryForList(COLUMNS, String.class, schema, name));
		columns.replaceAll(EmbeddedTables::quoted);
		String all = String.join(", ", columns);
		String copy = COPIES + ".COPY_" + number;
		jdbc.execute("create schema if not exists " + COPIES);
		jdbc.execute("drop table if exists " + copy);
		jdbc.execute("create table " + copy + " as select " + all + " from " + table);
		return "insert into " + table + " (" + all + ") overriding system value select " + all + " from " + copy;
	}

	private static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	/** Brings back what was there. Sequences go on, as others may have read ahead. */
	void restore() {
		this.jdbc.execute((ConnectionCallback<Boolean>) (connection) -> {
			try (java.sql.Statement statement = connection.createStatement()) {
				statement.execute("set referential_integrity false");
				try {
					for (Map.Entry<String, String> table : this.tables.entrySet()) {
						statement.executeUpdate("delete from " + table.getKey());
						if (!table.getValue().isEmpty()) {
							statement.executeUpdate(table.getValue());
						}
					}
				}
				finally {
					statement.execute("set referential_integrity true");
				}
			}
			return true;
		});
	}

}
