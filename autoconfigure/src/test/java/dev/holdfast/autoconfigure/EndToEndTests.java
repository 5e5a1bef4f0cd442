package dev.holdfast.autoconfigure;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.PurchaseRepository;
import dev.holdfast.autoconfigure.shop.PurchaseWorkflow;
import dev.holdfast.autoconfigure.shop.ShopService;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.payload.PayloadTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** An application that adds the starter and annotates beans, and nothing else. */
class EndToEndTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	abstract static class OnSomeDatabase {

		private ConfigurableApplicationContext context;

		private WorkflowClient client;

		/** The properties of a data source; of the same one when asked again. */
		abstract String[] dataSource() throws Exception;

		@BeforeEach
		void start() throws Exception {
			this.context = Shop.run(dataSource());
			this.client = this.context.getBean(WorkflowClient.class);
		}

		@AfterEach
		void stop() {
			this.context.close();
		}

		@Test
		void workflowRunsAndAnswers() {
			assertThat(this.client.workflow(GreetingWorkflow::run, "World").id("greet-1").start().result(SOON))
				.isEqualTo("Hello, World!");
		}

		@Test
		void transactionalActivityWritesToTheTablesOfTheApplication() {
			assertThat(this.client.workflow(PurchaseWorkflow::run, "p-1").start().result(SOON)).isEqualTo("p-1");
			assertThat(this.context.getBean(PurchaseRepository.class).existsById("p-1")).isTrue();
		}

		@Test
		void commitOfTheCallerStartsTheWorkflow() {
			assertThat(this.context.getBean(ShopService.class).greetAndSave("t-1").result(SOON))
				.isEqualTo("Hello, t-1!");
			assertThat(this.context.getBean(PurchaseRepository.class).existsById("t-1")).isTrue();
		}

		@Test
		void rollbackOfTheCallerMeansThatTheWorkflowNeverWas() {
			assertThatIllegalStateException()
				.isThrownBy(() -> this.context.getBean(ShopService.class).greetAndFail("t-2"));
			assertThat(this.context.getBean(PurchaseRepository.class).existsById("t-2")).isFalse();
			assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> this.client.handle("t-2"));
		}

		@Test
		void workflowGoesOnAfterARestart() throws Exception {
			this.client.workflow(WaitingWorkflow::run, "x").id("waits").start();
			stop();
			start();
			WorkflowHandle<WaitingWorkflow, ?> handle = this.client.handle(WaitingWorkflow.class, "waits");
			handle.signal(WaitingWorkflow::go, "ha", 2);
			assertThat(handle.result(SOON)).isEqualTo("haha");
		}

	}

	@Nested
	class OnH2InMemory extends OnSomeDatabase {

		private final String url = Shop.memory();

		@Override
		String[] dataSource() {
			return new String[] { "spring.datasource.url=" + this.url, "spring.jpa.hibernate.ddl-auto=update" };
		}

	}

	@Nested
	class OnH2InAFile extends OnSomeDatabase {

		@TempDir
		private Path directory;

		@Override
		String[] dataSource() {
			return new String[] {
					"spring.datasource.url=jdbc:h2:async:" + this.directory.resolve("shop") + ";WRITE_DELAY=0",
					"spring.jpa.hibernate.ddl-auto=update", "holdfast.h2.durability=power" };
		}

	}

	@Nested
	class OnPostgres extends OnSomeDatabase {

		private String[] properties = {};

		@Override
		String[] dataSource() throws SQLException {
			if (this.properties.length == 0) {
				this.properties = Postgres.newSchema("spring.jpa.hibernate.ddl-auto=update");
			}
			return this.properties;
		}

	}

	@Nested
	@EnabledIf("dev.holdfast.autoconfigure.MariaDb#isAvailable")
	class OnMariaDb extends OnSomeDatabase {

		private String[] properties = {};

		@Override
		String[] dataSource() throws SQLException {
			if (this.properties.length == 0) {
				this.properties = MariaDb.newDatabase("spring.jpa.hibernate.ddl-auto=update",
						"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED");
			}
			return this.properties;
		}

	}

	@Test
	void argumentsThatAreTooLargeAreRefused() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.payload.max-size=1KB")) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			assertThatExceptionOfType(PayloadTooLargeException.class)
				.isThrownBy(() -> client.workflow(GreetingWorkflow::run, "x".repeat(2000)).id("large").start());
			assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> client.handle("large"));
		}
	}

}
