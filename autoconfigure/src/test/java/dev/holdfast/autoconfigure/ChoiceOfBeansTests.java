package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Which beans of an application with several are used, and what is said if that is not
 * clear.
 */
class ChoiceOfBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withPropertyValues(
			"holdfast.poll-interval=50ms", "holdfast.lease-duration=2s", "spring.data.jpa.repositories.enabled=false",
			"spring.datasource.url=" + Shop.memory());

	private static Consumer<AssertableApplicationContext> worksIn(String dataSource) {
		return (then) -> {
			assertThat(then).hasNotFailed();
			assertThat(then.getBean(WorkflowClient.class)
				.workflow(Echo::run, "World")
				.start()
				.result(Duration.ofSeconds(20))).isEqualTo("World");
			assertThat(new JdbcTemplate(then.getBean(dataSource, DataSource.class))
				.queryForObject("select count(*) from holdfast_execution", Long.class)).isEqualTo(1);
		};
	}

	private static Consumer<AssertableApplicationContext> failsWith(String... parts) {
		return (context) -> assertThat(context).hasFailed()
			.getFailure()
			.rootCause()
			.isInstanceOf(BeanChoiceException.class)
			.hasMessageContainingAll(parts);
	}

	private void run(Class<?> application, Consumer<AssertableApplicationContext> check, String... properties) {
		this.runner.withUserConfiguration(application).withPropertyValues(properties).run(check::accept);
	}

	@Test
	void ofOneOfEachIsNoChoice() {
		run(One.class, worksIn("dataSource"));
	}

	@Test
	void fallsOnThePrimaryDataSource() {
		run(FirstIsPrimary.class, worksIn("first"));
	}

	@Test
	void fallsOnTheMarkedDataSourceThoughAnotherIsPrimary() {
		run(SecondIsMarked.class, worksIn("second"));
	}

	@Test
	void fallsOnTheNamedDataSourceThoughAnotherIsMarked() {
		run(SecondIsMarked.class, worksIn("first"), "holdfast.data-source=first");
	}

	@Test
	void isNotMadeBetweenTwoDataSources() {
		run(NoneIsPrimary.class, failsWith("The application has several DataSource beans", "first", "second",
				"mark one as @HoldfastDataSource or @Primary"));
	}

	@Test
	void isNotMadeBetweenTwoMarkedDataSources() {
		run(BothAreMarked.class,
				failsWith("Several beans are marked as @HoldfastDataSource", "first, second", "Mark one of them only"));
	}

	@Test
	void isNotMadeBetweenTwoEntityManagerFactories() {
		run(TwoFactories.class,
				failsWith("Several EntityManagerFactory beans use the DataSource", "oneFactory", "otherFactory",
						"Mark one of them as @Primary, or its transaction manager as @HoldfastTransactionManager"));
	}

	@Test
	void betweenTwoEntityManagerFactoriesFallsOnThatOfTheMarkedTransactionManager() {
		run(OtherFactoryIsMarked.class, worksIn("dataSource"));
	}

	@Test
	void betweenTwoTransactionManagersFallsOnTheMarkedOne() {
		run(MarkedManager.class, worksIn("dataSource"));
	}

	@Test
	void refusesATransactionManagerOfAnotherEntityManagerFactory() {
		run(FirstIsPrimary.class,
				failsWith("The transaction manager 'secondManager' (JpaTransactionManager) manages another"
						+ " EntityManagerFactory", "firstManager"),
				"holdfast.transaction-manager=secondManager");
	}

	@Test
	void refusesATransactionManagerOfJdbc() {
		run(OfJdbc.class, failsWith("The transaction manager 'jdbcManager' (JdbcTransactionManager) does not manage an"
				+ " EntityManagerFactory", "Define a JpaTransactionManager"));
	}

	@Test
	void refusesATransactionManagerOfJta() {
		run(OfJta.class,
				failsWith("The transaction manager 'jtaManager' (JtaTransactionManager) is a JTA transaction manager",
						"Define a JpaTransactionManager"));
	}

	@Test
	void findsNoEntityManagerFactoryWhereJpaIsSwitchedOff() {
		run(WithoutJpa.class, failsWith("No EntityManagerFactory bean uses the DataSource",
				"Build one for that DataSource with Spring Boot's EntityManagerFactoryBuilder"));
	}

	@Test
	void isNotMadeWhereNothingIsWanted() {
		run(NoneIsPrimary.class, (context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HoldfastEngine.class),
				"holdfast.enabled=false");
	}

	private static DataSource memory() {
		return new DriverManagerDataSource(Shop.memory(), "sa", "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class One {

	}

	@Configuration
	@EnableAutoConfiguration
	@Import({ Echo.class, FactoriesOfBoth.class })
	static class FirstIsPrimary {

		@Bean
		@Primary
		DataSource first() {
			return memory();
		}

		@Bean
		DataSource second() {
			return memory();
		}

	}

	@Configuration
	@EnableAutoConfiguration
	@Import({ Echo.class, FactoriesOfBoth.class })
	static class SecondIsMarked {

		@Bean
		@Primary
		DataSource first() {
			return memory();
		}

		// tag::marked[]
		@Bean(defaultCandidate = false)
		@HoldfastDataSource
		DataSource second() {
			return memory();
		}
		// end::marked[]

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoriesOfBoth {

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean firstFactory(EntityManagerFactoryBuilder builder,
				@Qualifier("first") DataSource first) {
			return builder.dataSource(first).packages(new String[0]).persistenceUnit("first").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean secondFactory(EntityManagerFactoryBuilder builder,
				@Qualifier("second") DataSource second) {
			return builder.dataSource(second).packages(new String[0]).persistenceUnit("second").build();
		}

		@Bean
		@Primary
		PlatformTransactionManager firstManager(@Qualifier("firstFactory") EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

		@Bean
		PlatformTransactionManager secondManager(@Qualifier("secondFactory") EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NoneIsPrimary {

		@Bean
		DataSource first() {
			return memory();
		}

		@Bean
		DataSource second() {
			return memory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BothAreMarked {

		@Bean
		@HoldfastDataSource
		DataSource first() {
			return memory();
		}

		@Bean
		@HoldfastDataSource
		DataSource second() {
			return memory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class TwoFactories {

		@Bean
		LocalContainerEntityManagerFactoryBean oneFactory(EntityManagerFactoryBuilder builder, DataSource dataSource) {
			return builder.dataSource(dataSource).packages(new String[0]).persistenceUnit("one").build();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean otherFactory(EntityManagerFactoryBuilder builder,
				DataSource dataSource) {
			return builder.dataSource(dataSource).packages(new String[0]).persistenceUnit("other").build();
		}

		@Bean
		PlatformTransactionManager oneManager(@Qualifier("oneFactory") EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

	static class OtherFactoryIsMarked extends TwoFactories {

		@Bean
		@HoldfastTransactionManager
		PlatformTransactionManager otherManager(@Qualifier("otherFactory") EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

	static class MarkedManager extends One {

		@Bean
		@HoldfastTransactionManager
		PlatformTransactionManager oneManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

		@Bean
		PlatformTransactionManager otherManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

	static class OfJdbc extends One {

		@Bean
		PlatformTransactionManager jdbcManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	static class OfJta extends One {

		@Bean
		PlatformTransactionManager jtaManager() {
			return mock(JtaTransactionManager.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
	static class WithoutJpa {

	}

	@Workflow
	public static class Echo {

		@WorkflowMethod
		public String run(String word) {
			return word;
		}

	}

}
