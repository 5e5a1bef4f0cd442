package dev.holdfast.engine.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementCreatorFactory;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * UUIDs in columns of the type {@code binary(16)}, for databases without a type of their
 * own for them. Statements bind and read UUIDs as they do elsewhere.
 */
final class BinaryUuids {

	private BinaryUuids() {
	}

	static JdbcTemplate template(DataSource dataSource) {
		return new Template(dataSource);
	}

	static NamedParameterJdbcTemplate named(JdbcTemplate template) {
		return new NamedTemplate(template);
	}

	static byte[] bytes(UUID id) {
		return ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
	}

	private static @Nullable UUID uuid(byte @Nullable [] bytes) {
		if (bytes == null) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		return new UUID(buffer.getLong(), buffer.getLong());
	}

	private static @Nullable Object bindable(@Nullable Object value) {
		if (value instanceof UUID id) {
			return bytes(id);
		}
		if (value instanceof Collection<?> values && values.stream().anyMatch(UUID.class::isInstance)) {
			return values.stream().map(BinaryUuids::bindable).toList();
		}
		return value;
	}

	private static @Nullable Object[] bindable(@Nullable Object[] values) {
		@Nullable Object[] bindable = new @Nullable Object[values.length];
		Arrays.setAll(bindable, (i) -> bindable(values[i]));
		return bindable;
	}

	/** The rows, of which {@code getObject(…, UUID.class)} can be asked. */
	private static ResultSet readable(ResultSet rows) {
		return (ResultSet) Proxy.newProxyInstance(ResultSet.class.getClassLoader(), new Class<?>[] { ResultSet.class },
				(proxy, method, arguments) -> {
					if (arguments != null && arguments.length == 2 && arguments[1] == UUID.class) {
						return uuid((arguments[0] instanceof Integer column) ? rows.getBytes(column)
								: rows.getBytes((String) arguments[0]));
					}
					try {
						return method.invoke(rows, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static final class Template extends JdbcTemplate {

		Template(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		protected PreparedStatementSetter newArgPreparedStatementSetter(@Nullable Object @Nullable [] arguments) {
			return super.newArgPreparedStatementSetter((arguments != null) ? bindable(arguments) : null);
		}

		@Override
		public int[] batchUpdate(String sql, List<? extends @Nullable Object[]> batch) {
			List<@Nullable Object[]> bindable = new ArrayList<>();
			batch.forEach((arguments) -> bindable.add(bindable(arguments)));
			return super.batchUpdate(sql, bindable);
		}

		@Override
		public <T extends @Nullable Object> T query(PreparedStatementCreator creator,
				@Nullable PreparedStatementSetter setter, ResultSetExtractor<T> extractor) {
			return super.query(creator, setter, (rows) -> extractor.extractData(readable(rows)));
		}

		@Override
		public <T extends @Nullable Object> T query(String sql, ResultSetExtractor<T> extractor) {
			ResultSetExtractor<T> reading = (rows) -> extractor.extractData(readable(rows));
			return super.query(sql, reading);
		}

	}

	private static final class NamedTemplate extends NamedParameterJdbcTemplate {

		NamedTemplate(JdbcTemplate template) {
			super(template);
		}

		@Override
		protected PreparedStatementCreator getPreparedStatementCreator(String sql, SqlParameterSource parameters,
				@Nullable Consumer<PreparedStatementCreatorFactory> customizer) {
			return super.getPreparedStatementCreator(sql, new Bindable(parameters), customizer);
		}

	}

	/** Parameters of which none is a UUID any more. */
	private record Bindable(SqlParameterSource parameters) implements SqlParameterSource {

		@Override
		public boolean hasValue(String name) {
			return this.parameters.hasValue(name);
		}

		@Override
		public @Nullable Object getValue(String name) {
			return bindable(this.parameters.getValue(name));
		}

		@Override
		public int getSqlType(String name) {
			return this.parameters.getSqlType(name);
		}

		@Override
		public @Nullable String getTypeName(String name) {
			return this.parameters.getTypeName(name);
		}

		@Override
		public String @Nullable [] getParameterNames() {
			return this.parameters.getParameterNames();
		}

	}

}
