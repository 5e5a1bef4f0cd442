package dev.holdfast.engine.store;

import org.hibernate.dialect.MySQLDialect;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.UUIDJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;

/**
 * UUIDs as the engine's scripts store them, whatever type the application prefers for its
 * own: {@code binary(16)} on MariaDB and MySQL, {@code uuid} elsewhere.
 */
class UuidJavaType extends UUIDJavaType {

	@Override
	public JdbcType getRecommendedJdbcType(JdbcTypeIndicators context) {
		return context.getJdbcType((context.getDialect() instanceof MySQLDialect) ? SqlTypes.BINARY : SqlTypes.UUID);
	}

}
