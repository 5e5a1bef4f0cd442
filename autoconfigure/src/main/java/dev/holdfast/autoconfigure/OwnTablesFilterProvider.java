package dev.holdfast.autoconfigure;

import java.util.Locale;

import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;

/**
 * Keeps Hibernate from creating, changing, emptying or dropping the engine's tables: they
 * have scripts of their own. Hibernate still validates them.
 */
final class OwnTablesFilterProvider implements SchemaFilterProvider {

	private static final String PREFIX = "holdfast_";

	private static final SchemaFilter OTHERS = new SchemaFilter() {

		@Override
		public boolean includeNamespace(Namespace namespace) {
			return true;
		}

		@Override
		public boolean includeTable(Table table) {
			return !table.getName().toLowerCase(Locale.ROOT).startsWith(PREFIX);
		}

		@Override
		public boolean includeSequence(Sequence sequence) {
			return true;
		}

	};

	@Override
	public SchemaFilter getCreateFilter() {
		return OTHERS;
	}

	@Override
	public SchemaFilter getDropFilter() {
		return OTHERS;
	}

	@Override
	public SchemaFilter getTruncatorFilter() {
		return OTHERS;
	}

	@Override
	public SchemaFilter getMigrateFilter() {
		return OTHERS;
	}

	@Override
	public SchemaFilter getValidateFilter() {
		return SchemaFilter.ALL;
	}

}
