package dev.holdfast.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.autoconfigure.shop.Purchase;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.context.MdcContextPropagator;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import jakarta.persistence.EntityManagerFactory;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
		assertThat(output).contains("Property: holdfast.workflow.fail-on", "com.example.Misspelt");
	}

	@Test
	void wrongBeansAreFoundWithLazyInitializationToo(CapturedOutput output) {
		assertFails(WrongBeans.class, "spring.main.lazy-initialization=true");
		assertThat(output).contains("APPLICATION FAILED TO START", "problems in workflow and activity beans:");
	}

	@Test
	void severalDataSources(CapturedOutput output) {
		assertFails(TwoDataSources.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "The application has several DataSource beans",
				"- one", "- other", "Set holdfast.data-source to the name of one of them");
	}

	@Test
	void dataSourceThatDoesNotExist(CapturedOutput output) {
		assertFails(ShopApplication.class, "holdfast.data-source=orders");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"The property holdfast.data-source names the bean 'orders', but there is no DataSource bean of that name",
				"- dataSource");
	}

	@Test
	void noDataSource(CapturedOutput output) {
		assertFails(NoDataSource.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "The application has no DataSource bean",
				"Configure a database with spring.datasource.url, or set holdfast.enabled=false.");
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
	void propertiesThatContradictEachOther(CapturedOutput output) {
		assertFails(ShopApplication.class, "holdfast.lease-duration=1s", "holdfast.poll-interval=1s");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"holdfast.lease-duration must be at least three times holdfast.poll-interval, which is 1000ms",
				"Change the property holdfast.lease-duration.");
	}

	@Test
	void propertiesThatCannotBeRead(CapturedOutput output) {
		assertFails(ShopApplication.class, "holdfast.lease-duration=10 parsecs");
		assertThat(output).contains("APPLICATION FAILED TO START", "holdfast.lease-duration", "10 parsecs");
	}

	@Test
	void encryptionKeysThatCannotWork(CapturedOutput output) {
		assertFails(ShopApplication.class, "holdfast.encryption.active-key=k1", "holdfast.encryption.keys.k1=AAAA");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"holdfast.encryption.keys.k1 must be 16, 24 or 32 random bytes as Base64, but is of 3 bytes");
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

	@Test
	void tablesThatNobodyCreated(CapturedOutput output) {
		assertFails(ShopApplication.class, "holdfast.schema.initialize=never");
		assertThat(output).contains("APPLICATION FAILED TO START", "Missing: table holdfast_",
				"Set holdfast.schema.initialize=always, or run classpath:META-INF/holdfast/db/h2/V1__holdfast.sql");
	}

	@Test
	void connectionsThatItCannotWorkWith(CapturedOutput output) {
		assertFails(ShopApplication.class, "spring.datasource.url=" + Shop.memory(),
				"spring.datasource.hikari.transaction-isolation=TRANSACTION_SERIALIZABLE");
		assertThat(output).contains("APPLICATION FAILED TO START", "Holdfast cannot work with jdbc:h2:mem:");
	}

	@Test
	void databaseThatItDoesNotKnow(CapturedOutput output) {
		assertFails(ShopApplication.class, "spring.datasource.url=jdbc:hsqldb:mem:shop",
				"spring.datasource.username=sa");
		assertThat(output).contains("APPLICATION FAILED TO START", "HSQL Database Engine",
				"is not among the databases that Holdfast works with: H2 2.2 or newer, PostgreSQL 14 or newer, "
						+ "MariaDB 10.6 or newer, MySQL 8.0 or newer.");
	}

	@Test
	@EnabledIf("dev.holdfast.autoconfigure.MariaDb#isAvailable")
	void isolationThatMariaDbHasByItself(CapturedOutput output) throws Exception {
		assertFails(ShopApplication.class, MariaDb.newDatabase());
		assertThat(output).contains("APPLICATION FAILED TO START", "REPEATABLE READ",
				"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED");
	}

	@Test
	void commitsThatCannotBeMadeDurable(@TempDir Path directory, CapturedOutput output) throws Exception {
		String url = "jdbc:h2:" + directory.resolve("shop");
		try (Connection connection = DriverManager.getConnection(url, "sa", "");
				Statement statement = connection.createStatement()) {
			statement.execute("create user clerk password 'x'");
			statement.execute("grant alter any schema to clerk");
		}
		assertFails(ShopApplication.class, "spring.datasource.url=" + url, "spring.datasource.username=clerk",
				"spring.datasource.password=x");
		assertThat(output).contains("APPLICATION FAILED TO START", "may not make commits durable",
				"ALTER USER CLERK ADMIN TRUE");
	}

	@Test
	void databaseFileThatAnotherProcessHasOpen(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = directory.resolve("shop");
		Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(),
				"org.h2.tools.Shell", "-url", "jdbc:h2:" + file, "-user", "sa")
			.redirectErrorStream(true)
			.start();
		try {
			other.getOutputStream().write("create table t(i int);\n".getBytes());
			other.getOutputStream().flush();
			waitUntilLocked(file, other);
			assertFails(ShopApplication.class, "spring.datasource.url=jdbc:h2:" + file,
					"spring.datasource.hikari.connection-timeout=2000");
			assertThat(output).contains("APPLICATION FAILED TO START", "Another process has the H2 database",
					"several nodes need PostgreSQL, MySQL or MariaDB");
		}
		finally {
			other.destroyForcibly().waitFor();
		}
	}

	private static void waitUntilLocked(Path file, Process other) {
		await().atMost(Duration.ofMinutes(2)).until(() -> {
			assertThat(other.isAlive()).isTrue();
			try {
				DriverManager.getConnection("jdbc:h2:" + file + ";IFEXISTS=TRUE", "sa", "").close();
				return false;
			}
			catch (SQLException ex) {
				return ex.getErrorCode() == 90020;
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ One.Twice.class, Other.Twice.class, NoMethod.class, TwoMethods.class, NoTimeout.class, AsksForABean.class,
			FinalClass.class, OrdinaryService.class })
	static class WrongBeans {

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
	@EnableAutoConfiguration(exclude = DataJpaRepositoriesAutoConfiguration.class)
	static class TwoDataSources {

		@Bean
		DataSource one() {
			return new DriverManagerDataSource(Shop.memory(), "sa", "");
		}

		@Bean
		DataSource other() {
			return new DriverManagerDataSource(Shop.memory(), "sa", "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			exclude = { DataSourceAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class })
	static class NoDataSource {

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
