package dev.holdfast.autoconfigure;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/** How many connections a data source has at most. */
final class PoolSize {

	private static final Logger logger = LoggerFactory.getLogger(PoolSize.class);

	private static final int FEWEST = 3;

	private static final int USUAL = 10;

	/** The lease, the committer, the poller and one for whatever comes. */
	private static final int FOR_THE_ENGINE = 4;

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			PoolSize.class.getClassLoader());

	private PoolSize() {
	}

	private static int of(DataSource dataSource) {
		return HIKARI ? OfHikari.size(dataSource) : USUAL;
	}

	/**
	 * One is kept for the lease, and work needs others: to write, and to look for more.
	 * @throws InvalidPropertiesException if there are too few for that
	 */
	static void requireEnough(DataSource dataSource) {
		int size = of(dataSource);
		if (size < FEWEST) {
			throw new InvalidPropertiesException(new PropertyProblem("spring.datasource.hikari.maximum-pool-size",
					"must be at least " + FEWEST
							+ " (one connection is kept for the lease of this node, one writes, and"
							+ " one looks for work), and " + (FOR_THE_ENGINE + 1)
							+ " or more if there are transactional activities",
					size));
		}
	}

	/** How many of them transactional activities may hold. */
	static int forActivities(DataSource dataSource) {
		int size = of(dataSource);
		if (size <= FOR_THE_ENGINE) {
			logger
				.warn("The connection pool has {} connections. Holdfast wants {} for itself (lease, commits, polls and"
						+ " one for whatever comes) and one for each transactional activity at work, callers of the application"
						+ " not counted: set spring.datasource.hikari.maximum-pool-size to {} at least.", size,
						FOR_THE_ENGINE, FOR_THE_ENGINE + 1);
		}
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
