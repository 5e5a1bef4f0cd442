package dev.holdfast.autoconfigure;

import java.util.Map;

import javax.crypto.SecretKey;
import javax.sql.DataSource;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.autoconfigure.shop.Purchase;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.context.MdcContextPropagator;
import dev.holdfast.payload.KeyProvider;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application that cannot work does not start, and says why and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class StartupProblemsTests {

	private static void assertFails(Class<?> application, String... properties) {
		assertThatThrownBy(() -> Shop.run(WebApplicationType.NONE, application, properties).close());
	}

	@Test
	void allWrongBeansAreReportedTogether(CapturedOutput output) {
		assertFails(WrongBeans.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "problems in workflow and activity beans:")
			.contains("The workflow type 'Twice' is declared by two beans")
			.contains("NoMethod", "has no workflow method", "Annotate one method with @WorkflowMethod.")
			.contains("TwoMethods", "has 2 workflow methods: first, second")
			.contains("has no timeout, so a lost attempt would never be noticed",
					"holdfast.activities.\"[NoTimeout.call]\".start-to-close-timeout")
			.contains("AsksForABean", "the constructor parameter 'service'",
					"may be given durable stubs of activities and nothing else")
			.contains("FinalClass", "is final")
			.contains("    6. ");
	}

	@Test
	void problemsThatHaveNothingToDoWithEachOtherAreReportedTogether(CapturedOutput output) {
		assertFails(WrongEverything.class, "spring.datasource.hikari.maximum-pool-size=2",
				"holdfast.transaction-manager=jta", "holdfast.context.mdc-keys=tenant");
		assertThat(output).contains("APPLICATION FAILED TO START", "Several things keep Holdfast from starting:",
				"1. The configuration of Holdfast cannot work:",
				"1. spring.datasource.hikari.maximum-pool-size must be at least 3",
				"2. 6 problems in workflow and activity beans:", "The workflow type 'Twice' is declared by two beans",
				"3. The property holdfast.transaction-manager names the bean 'jta'",
				"4. The KeyProvider " + KeylessProvider.class.getName() + " has no key with the id 'k1'",
				"5. Two context propagators have the name 'mdc'", "Correct all of them:", "3. Correct the property.",
				"4. Answer a key for this id.", "5. Let name() of one of them return something else");
	}

	@Test
	void wrongBeansAreReportedThoughThereIsNoDatabase(CapturedOutput output) {
		assertFails(WrongBeansWithoutDatabase.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "1. The application has no DataSource bean",
				"2. 6 problems in workflow and activity beans:", "NoMethod",
				"1. Configure a database with spring.datasource.url");
	}

	@Test
	void wrongSchedulesAreReportedTogether(CapturedOutput output) {
		assertFails(WrongSchedules.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "2 problems in workflow and activity beans:")
			.contains("NeverFires", "declares a schedule that cannot work", "never fires")
			.contains("NeedsArguments", "takes 1 arguments", "Correct @ScheduledWorkflow.");
	}

	@Test
	void placeholdersWithoutAValueAndUnknownExceptions(CapturedOutput output) {
		assertFails(UnknownQueue.class);
		assertThat(output).contains("APPLICATION FAILED TO START",
				"taskQueue = \"${report.queue}\" has a placeholder that no property gives a value",
				"Define the property, or give the placeholder a default");
		assertFails(UnknownQueue.class, "report.queue=default", "holdfast.workflow.fail-on=com.example.Misspelt");
		assertThat(output).contains("holdfast.workflow.fail-on must name classes that the application has",
				"com.example.Misspelt");
	}

	@Test
	void wrongBeansAreFoundWithLazyInitializationToo(CapturedOutput output) {
		assertFails(WrongBeans.class, "spring.main.lazy-initialization=true");
		assertThat(output).contains("APPLICATION FAILED TO START", "problems in workflow and activity beans:");
	}

	@Test
	void transactionManagerThatDoesNotExist(CapturedOutput output) {
		assertFails(ShopApplication.class, "holdfast.transaction-manager=jta");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The property holdfast.transaction-manager names the bean 'jta'", "- transactionManager");
	}

	@Test
	void severalTransactionManagers(CapturedOutput output) {
		assertFails(TwoTransactionManagers.class);
		assertThat(output).contains("APPLICATION FAILED TO START",
				"Several transaction manager beans manage the database", "- oneManager", "- otherManager",
				"Set holdfast.transaction-manager to the name of one of them");
	}

	@Test
	void persistenceUnitThatWasBuiltByHand(CapturedOutput output) {
		assertFails(BuiltByHand.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "does not manage the entities of Holdfast",
				"Build the EntityManagerFactory with the EntityManagerFactoryBuilder bean",
				"- dev.holdfast.engine.store.RunEntity");
	}

	@Test
	void poolsThatAreTooSmallToWorkWith(CapturedOutput output) {
		assertFails(ShopApplication.class, "spring.datasource.hikari.maximum-pool-size=2");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"spring.datasource.hikari.maximum-pool-size must be at least 3",
				"one connection is kept for the lease");
	}

	@Test
	void contextPropagatorsOfTheSameName(CapturedOutput output) {
		assertFails(TwoOfAName.class, "holdfast.context.mdc-keys=tenant");
		assertThat(output).contains("APPLICATION FAILED TO START", "Two context propagators have the name 'mdc'",
				MdcContextPropagator.class.getName(), Impostor.class.getName(),
				"Let name() of one of them return something else");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ One.Twice.class, Other.Twice.class, NoMethod.class, TwoMethods.class, NoTimeout.class, AsksForABean.class,
			FinalClass.class, OrdinaryService.class })
	static class WrongBeans {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ WrongBeans.class, Impostor.class, KeylessProvider.class })
	static class WrongEverything {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { DataSourceAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	@Import({ One.Twice.class, Other.Twice.class, NoMethod.class, TwoMethods.class, NoTimeout.class, AsksForABean.class,
			FinalClass.class, OrdinaryService.class })
	static class WrongBeansWithoutDatabase {

	}

	static class KeylessProvider implements KeyProvider {

		@Override
		public String activeKeyId() {
			return "k1";
		}

		@Override
		public @Nullable SecretKey key(String id) {
			return null;
		}

	}

	static class One {

		@Workflow
		static class Twice {

			@WorkflowMethod
			void run() {
			}

		}

	}

	static class Other {

		@Workflow
		static class Twice {

			@WorkflowMethod
			void run() {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ShopApplication.class, Impostor.class })
	static class TwoOfAName {

	}

	static class Impostor implements ContextPropagator {

		@Override
		public String name() {
			return "mdc";
		}

		@Override
		public Map<String, String> capture() {
			return Map.of();
		}

		@Override
		public Scope restore(Map<String, String> context) {
			return () -> {
			};
		}

	}

	@Workflow
	static class NoMethod {

		void run() {
		}

	}

	@Workflow
	static class TwoMethods {

		@WorkflowMethod
		void first() {
		}

		@WorkflowMethod
		void second() {
		}

	}

	@Activity
	static class NoTimeout {

		@ActivityMethod
		void call() {
		}

	}

	@Component
	static class OrdinaryService {

	}

	@Workflow
	static class AsksForABean {

		AsksForABean(OrdinaryService service) {
		}

		@WorkflowMethod
		void run() {
		}

	}

	@Workflow
	static final class FinalClass {

		@WorkflowMethod
		void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwoTransactionManagers {

		@Bean
		PlatformTransactionManager oneManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

		@Bean
		PlatformTransactionManager otherManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BuiltByHand {

		@Bean
		LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
			LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
			factory.setDataSource(dataSource);
			factory.setPackagesToScan(Purchase.class.getPackageName());
			factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ NeverFires.class, NeedsArguments.class })
	static class WrongSchedules {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Reporting.class)
	static class UnknownQueue {

	}

	@Workflow(taskQueue = "${report.queue}")
	static class Reporting {

		@WorkflowMethod
		void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "0 0 31 2 ?")
	static class NeverFires {

		@WorkflowMethod
		void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "@daily")
	static class NeedsArguments {

		@WorkflowMethod
		void run(String argument) {
		}

	}

}
