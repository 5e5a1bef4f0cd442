package dev.holdfast.autoconfigure;

import javax.sql.DataSource;

import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.wakeup.HintChannel;
import dev.holdfast.engine.wakeup.PostgresHintChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

/**
 * How nodes tell each other that there is work. The connection that listens is none of
 * the pool, where it would be missed: it is opened with the same URL and user.
 */
final class HintChannelChoice {

	private static final Logger logger = LoggerFactory.getLogger(HintChannelChoice.class);

	private static final String DRIVER = "org.postgresql.PGConnection";

	private final ListableBeanFactory beanFactory;

	private final HoldfastProperties properties;

	HintChannelChoice(ListableBeanFactory beanFactory, HoldfastProperties properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	HintChannel of(HoldfastDatabase database, EngineThreads threads, EngineIds ids) {
		if (this.properties.wakeUp().hints() == HoldfastProperties.WakeUp.Hints.OFF
				|| database.kind() != DatabaseKind.POSTGRESQL
				|| !ClassUtils.isPresent(DRIVER, getClass().getClassLoader())) {
			return HintChannel.NONE;
		}
		DataSource listening = listening(database.dataSource());
		return (listening != null) ? new PostgresHintChannel(database.dataSource(), listening, threads, ids)
				: HintChannel.NONE;
	}

	private @Nullable DataSource listening(DataSource pool) {
		String name = this.properties.wakeUp().dataSource();
		if (name != null) {
			return new BeanChoice(this.beanFactory, this.properties).named(DataSource.class, name,
					"holdfast.wake-up.data-source");
		}
		try {
			return DataSourceBuilder.derivedFrom(pool).type(SimpleDriverDataSource.class).build();
		}
		catch (RuntimeException ex) {
			logger.info("Nodes find out by polling what others tell them: the DataSource does not say how to open a"
					+ " connection beside its pool. Name one that does with holdfast.wake-up.data-source.");
			logger.debug("Why no connection can be opened", ex);
			return null;
		}
	}

}
