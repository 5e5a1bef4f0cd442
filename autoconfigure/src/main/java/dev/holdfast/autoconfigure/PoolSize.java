package dev.holdfast.autoconfigure;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/** How many connections a data source has at most. */
final class PoolSize {

	private static final int USUAL = 10;

	/** The committer, the poller and one for whatever comes. */
	private static final int FOR_THE_ENGINE = 3;

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			PoolSize.class.getClassLoader());

	private PoolSize() {
	}

	/** How many of them transactional activities may hold. */
	static int forActivities(DataSource dataSource) {
		int size = HIKARI ? OfHikari.size(dataSource) : USUAL;
		return Math.max(1, size - FOR_THE_ENGINE);
	}

	private static final class OfHikari {

		static int size(DataSource dataSource) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			return (pool != null) ? pool.getMaximumPoolSize() : USUAL;
		}

	}

}
