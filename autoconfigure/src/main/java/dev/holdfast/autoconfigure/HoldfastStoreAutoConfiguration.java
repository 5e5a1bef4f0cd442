package dev.holdfast.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.store.schema.Durability;
import dev.holdfast.engine.store.schema.SchemaManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.cfg.SchemaToolingSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryBuilderCustomizer;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryDependsOnPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.persistenceunit.MutablePersistenceUnitInfo;

/**
 * Auto-configuration of the tables, before JPA looks at them, and of the entities, which
 * join the application's own persistence unit.
 */
@AutoConfiguration(after = { HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class },
		afterName = { "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
				"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration" })
@ConditionalOnClass({ EntityManagerFactory.class, EntityManagerFactoryBuilderCustomizer.class,
		HibernatePropertiesCustomizer.class })
@ConditionalOnBooleanProperty(name = "holdfast.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HoldfastProperties.class)
@ImportRuntimeHints(HoldfastRuntimeHints.class)
public final class HoldfastStoreAutoConfiguration {

	/** Reads all properties, and goes on after a wrong one, so that all are reported. */
	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor holdfastPropertyCheck() {
		return PropertyCheck::new;
	}

	@Bean
	HoldfastDatabase holdfastDatabase(ConfigurableListableBeanFactory beanFactory, Environment environment,
			HoldfastProperties properties) {
		try {
			return open(new BeanChoice(beanFactory, properties).dataSource(), properties);
		}
		catch (RuntimeException ex) {
			throw withWrongBeans(ex, () -> EngineFactory.definitions(beanFactory, environment, properties));
		}
	}

	private static HoldfastDatabase open(DataSource dataSource, HoldfastProperties properties) {
		DatabaseKind kind = DatabaseKind.of(dataSource);
		new SchemaManager(dataSource, kind, properties.schema().initialize()).prepare();
		return new HoldfastDatabase(dataSource, kind,
				Durability.establish(dataSource, kind, properties.h2().durability()));
	}

	/** Without a database it can still be said what is wrong with annotated beans. */
	private static RuntimeException withWrongBeans(RuntimeException ex, Runnable scan) {
		try {
			scan.run();
		}
		catch (InvalidDefinitionsException wrong) {
			return new StartupProblemsException(List.of(ex, wrong));
		}
		catch (RuntimeException other) {
			ex.addSuppressed(other);
		}
		return ex;
	}

	@Bean
	static EntityManagerFactoryDependsOnPostProcessor holdfastDatabaseBeforeEntityManagerFactory() {
		return new EntityManagerFactoryDependsOnPostProcessor("holdfastDatabase");
	}

	/**
	 * Last, so that a customizer of the application that sets post-processors does not
	 * remove this one.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	EntityManagerFactoryBuilderCustomizer holdfastEntities(ObjectProvider<HoldfastDatabase> database) {
		List<String> entities = Store.entities().stream().map(Class::getName).toList();
		return (builder) -> builder.addPersistenceUnitPostProcessors((unit) -> {
			if (BeanChoice.isSame(dataSourceOf(unit), database.getObject().dataSource())) {
				entities.forEach(unit::addManagedClassName);
			}
		});
	}

	private static @Nullable DataSource dataSourceOf(MutablePersistenceUnitInfo unit) {
		DataSource local = unit.getNonJtaDataSource();
		return (local != null) ? local : unit.getJtaDataSource();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	HibernatePropertiesCustomizer holdfastTablesFilter() {
		return (properties) -> properties.putIfAbsent(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER,
				new OwnTablesFilterProvider());
	}

}
