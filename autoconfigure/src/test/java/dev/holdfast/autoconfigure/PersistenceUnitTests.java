package dev.holdfast.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.Greetings;
import dev.holdfast.autoconfigure.shop.Purchase;
import dev.holdfast.autoconfigure.shop.PurchaseRepository;
import dev.holdfast.client.WorkflowClient;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/** Entities join the application's persistence unit, however that comes about. */
class PersistenceUnitTests {

	private static void assertWorks(ConfigurableApplicationContext context) {
		assertThat(context.getBean(WorkflowClient.class)
			.workflow(GreetingWorkflow::run, "World")
			.start()
			.result(Duration.ofSeconds(20))).isEqualTo("Hello, World!");
	}

	@Test
	void ofAnApplicationThatScansForItself() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, ScansForItself.class)) {
			assertWorks(context);
			assertThat(context.getBean(PurchaseRepository.class).count()).isZero();
		}
	}

	@Test
	void ofTheDataSourceThatIsNamed() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, TwoDatabases.class,
				"holdfast.data-source=second")) {
			assertWorks(context);
			assertThat(entities(context, "secondFactory")).anyMatch((name) -> name.startsWith("Holdfast"));
			assertThat(entities(context, "firstFactory")).noneMatch((name) -> name.startsWith("Holdfast"));
			assertThat(new JdbcTemplate(context.getBean("second", DataSource.class))
				.queryForObject("select count(*) from holdfast_execution", Long.class)).isEqualTo(1);
		}
	}

	@Test
	void ofThePrimaryDataSourceIfNoneIsNamed() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, TwoDatabases.class)) {
			assertWorks(context);
			assertThat(entities(context, "firstFactory")).anyMatch((name) -> name.startsWith("Holdfast"));
			assertThat(entities(context, "secondFactory")).noneMatch((name) -> name.startsWith("Holdfast"));
		}
	}

	private static Iterable<String> entities(ConfigurableApplicationContext context, String factory) {
		return context.getBean(factory, EntityManagerFactory.class)
			.getMetamodel()
			.getEntities()
			.stream()
			.map(EntityType::getName)
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = Purchase.class)
	@EnableJpaRepositories(basePackageClasses = PurchaseRepository.class)
	@Import({ Greetings.class, GreetingWorkflow.class })
	static class ScansForItself {

	}

	@Configuration
	@EnableAutoConfiguration
	@EnableJpaRepositories(basePackageClasses = PurchaseRepository.class, entityManagerFactoryRef = "firstFactory",
			transactionManagerRef = "firstManager")
	@Import({ Greetings.class, GreetingWorkflow.class })
	static class TwoDatabases {

		@Bean
		@Primary
		DataSource first() {
			return new DriverManagerDataSource(Shop.memory(), "sa", "");
		}

		@Bean
		DataSource second() {
			return new DriverManagerDataSource(Shop.memory(), "sa", "");
		}

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean firstFactory(EntityManagerFactoryBuilder builder) {
			return builder.dataSource(first()).packages(Purchase.class).persistenceUnit("first").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean secondFactory(EntityManagerFactoryBuilder builder) {
			return builder.dataSource(second()).packages(Purchase.class).persistenceUnit("second").build();
		}

		@Bean
		@Primary
		PlatformTransactionManager firstManager(EntityManagerFactory firstFactory) {
			return new JpaTransactionManager(firstFactory);
		}

		@Bean
		PlatformTransactionManager secondManager(@Qualifier("secondFactory") EntityManagerFactory secondFactory) {
			return new JpaTransactionManager(secondFactory);
		}

	}

}
