package dev.holdfast.autoconfigure;

import java.time.Duration;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.TransactionManagementConfigurer;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/** In which applications the result of a transactional activity joins its transaction. */
@ExtendWith(OutputCaptureExtension.class)
class TransactionManagerOfActivitiesTests {

	@Test
	void thatNameNoneIsThePrimaryOneAndAWarningSaysSo(CapturedOutput output) {
		assertThat(run(AnotherIsPrimary.class)).isEqualTo("unqualified: apart, qualified: joined");
		assertThat(output).contains(
				"The activities [Looks.unqualified] are @Transactional without naming a" + " transaction manager",
				"Name 'transactionManager' if they work on that database");
	}

	@Test
	void thatNameNoneIsTheConfiguredOne(CapturedOutput output) {
		assertThat(run(OursIsConfigured.class)).isEqualTo("unqualified: joined, qualified: joined");
		assertThat(output).doesNotContain("without naming a transaction manager");
	}

	private static String run(Class<?> application) {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, application)) {
			return context.getBean(WorkflowClient.class).workflow(Looking::run).start().result(Duration.ofSeconds(20));
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Looking.class, Looks.class })
	static class AnotherIsPrimary {

		@Bean
		@Primary
		PlatformTransactionManager another() {
			return new DataSourceTransactionManager(new DriverManagerDataSource(Shop.memory()));
		}

		@Bean
		PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
			return new JpaTransactionManager(entityManagerFactory);
		}

	}

	static class OursIsConfigured extends AnotherIsPrimary {

		@Bean
		TransactionManagementConfigurer configurer(
				@Qualifier("transactionManager") PlatformTransactionManager transactionManager) {
			return () -> transactionManager;
		}

	}

	@Workflow
	public static class Looking {

		private final Looks looks;

		public Looking(Looks looks) {
			this.looks = looks;
		}

		@WorkflowMethod
		public String run() {
			return "unqualified: " + this.looks.unqualified() + ", qualified: " + this.looks.qualified();
		}

	}

	@Activity
	public static class Looks {

		private final EntityManagerFactory entityManagerFactory;

		public Looks(EntityManagerFactory entityManagerFactory) {
			this.entityManagerFactory = entityManagerFactory;
		}

		@Transactional
		@ActivityMethod(startToCloseTimeout = "10s")
		public String unqualified() {
			return look();
		}

		@Transactional("transactionManager")
		@ActivityMethod(startToCloseTimeout = "10s")
		public String qualified() {
			return look();
		}

		private String look() {
			return TransactionSynchronizationManager.hasResource(this.entityManagerFactory) ? "joined" : "apart";
		}

	}

}
