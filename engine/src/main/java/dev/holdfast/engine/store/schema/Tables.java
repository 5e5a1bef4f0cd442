package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The engine's tables and their columns, in lower case: either those that scripts define,
 * or those that a database has.
 */
final class Tables {

	private static final Pattern COMMENT = Pattern.compile("--.*");

	private static final Pattern CREATE = Pattern.compile("create table (\\w+)\\s*\\((.*)",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern DROP = Pattern.compile("drop table (\\w+)", Pattern.CASE_INSENSITIVE);

	private static final Pattern ADD_COLUMN = Pattern.compile("alter table (\\w+)\\s+add column (\\w+).*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern DROP_COLUMN = Pattern.compile("alter table (\\w+)\\s+drop column (\\w+)",
			Pattern.CASE_INSENSITIVE);

	private static final Set<String> NOT_COLUMNS = Set.of("constraint", "primary", "unique", "foreign", "check");

	private final Map<String, Set<String>> columns = new TreeMap<>();

	/**
	 * Reads what scripts define, one after the other. Only the statements that they use
	 * are understood; a test compares the result with a database.
	 */
	static Tables definedBy(Collection<SchemaScript> scripts) {
		Tables tables = new Tables();
		for (SchemaScript script : scripts) {
			for (String statement : COMMENT.matcher(script.text()).replaceAll("").split(";")) {
				tables.apply(statement.strip());
			}
		}
		return tables;
	}

	/**
	 * Looks up what the current schema of a connection has: nothing, if no schema of its
	 * search path exists.
	 */
	static Tables of(Connection connection) throws SQLException {
		Tables tables = new Tables();
		DatabaseMetaData metaData = connection.getMetaData();
		String escape = metaData.getSearchStringEscape();
		String prefix = "holdfast" + escape + "_";
		String pattern = (metaData.storesUpperCaseIdentifiers() ? prefix.toUpperCase(Locale.ROOT) : prefix) + "%";
		String schema = schema(connection);
		if (schema == null) {
			return tables;
		}
		String schemaPattern = areCatalogs(metaData) ? null
				: schema.replace("_", escape + "_").replace("%", escape + "%");
		try (ResultSet row = metaData.getColumns(connection.getCatalog(), schemaPattern, pattern, "%")) {
			while (row.next()) {
				tables.add(row.getString("TABLE_NAME"), row.getString("COLUMN_NAME"));
			}
		}
		return tables;
	}

	/** The current schema of a connection, or {@code null} if there is none. */
	static @Nullable String schema(Connection connection) throws SQLException {
		return areCatalogs(connection.getMetaData()) ? connection.getCatalog() : connection.getSchema();
	}

	/** What others call a schema is a catalog to the drivers of MariaDB and MySQL. */
	private static boolean areCatalogs(DatabaseMetaData metaData) throws SQLException {
		return !metaData.supportsSchemasInTableDefinitions();
	}

	private void apply(String statement) {
		Matcher create = CREATE.matcher(statement);
		Matcher drop = DROP.matcher(statement);
		Matcher addColumn = ADD_COLUMN.matcher(statement);
		Matcher dropColumn = DROP_COLUMN.matcher(statement);
		if (create.matches()) {
			for (String element : elements(create.group(2))) {
				String name = element.strip().split("\\s", 2)[0];
				if (!NOT_COLUMNS.contains(name.toLowerCase(Locale.ROOT))) {
					add(create.group(1), name);
				}
			}
		}
		else if (addColumn.matches()) {
			add(addColumn.group(1), addColumn.group(2));
		}
		else if (dropColumn.matches()) {
			columns(dropColumn.group(1)).remove(dropColumn.group(2).toLowerCase(Locale.ROOT));
		}
		else if (drop.matches()) {
			this.columns.remove(drop.group(1).toLowerCase(Locale.ROOT));
		}
	}

	/** Splits at the commas that are not inside parentheses, up to the closing one. */
	private static List<String> elements(String body) {
		List<String> elements = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < body.length() && depth >= 0; i++) {
			char c = body.charAt(i);
			depth += (c == '(') ? 1 : (c == ')') ? -1 : 0;
			if (depth < 0 || (c == ',' && depth == 0)) {
				elements.add(body.substring(start, i));
				start = i + 1;
			}
		}
		return elements;
	}

	private void add(String table, String column) {
		columns(table).add(column.toLowerCase(Locale.ROOT));
	}

	private Set<String> columns(String table) {
		return this.columns.computeIfAbsent(table.toLowerCase(Locale.ROOT), (name) -> new TreeSet<>());
	}

	boolean has(String table) {
		return this.columns.containsKey(table);
	}

	Set<String> names() {
		return this.columns.keySet();
	}

	/** What these tables lack of others: names of tables, and of columns with theirs. */
	List<String> lacking(Tables expected) {
		List<String> missing = new ArrayList<>();
		expected.columns.forEach((table, expectedColumns) -> {
			Set<String> present = this.columns.get(table);
			if (present == null) {
				missing.add("table " + table);
			}
			else {
				expectedColumns.stream()
					.filter((column) -> !present.contains(column))
					.forEach((column) -> missing.add("column " + table + "." + column));
			}
		});
		return missing;
	}

	@Override
	public String toString() {
		return this.columns.toString();
	}

}
