package dev.holdfast.test;

import java.util.UUID;

import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.store.schema.SchemaInitializeMode;
import dev.holdfast.engine.store.schema.SchemaManager;
import dev.holdfast.test.shop.ShopApplication;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in a database that is not the test's own is not deleted. */
class ForeignDatabaseTests {

	static final String URL = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	@Test
	void databaseWithExecutionsIsRefused() {
		DriverManagerDataSource dataSource = new DriverManagerDataSource(URL, "sa", "");
		new SchemaManager(dataSource, DatabaseKind.H2, SchemaInitializeMode.ALWAYS).prepare();
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.update(
				"""
						insert into holdfast_execution (run_id, workflow_id, workflow_type, task_queue, status, started_at, place,
						 first_run_id, history_length)
						values (random_uuid(), 'of-yesterday', 'Order', 'default', 'COMPLETED', 1, 1, random_uuid(), 1)
						""");
		TestExecutionSummary summary = FailedTests.run(SkipsTime.class);
		assertThat(summary.getFailures()).singleElement()
			.satisfies((failure) -> assertThat(failure.getException()).hasMessageContaining("1 executions of before")
				.hasMessageContaining("needs a database of its own"));
		assertThat(jdbc.queryForObject("select count(*) from holdfast_execution", Long.class)).isEqualTo(1);
	}

	@SpringBootTest(classes = ShopApplication.class)
	@AutoConfigureWorkflowTest
	static class SkipsTime {

		@DynamicPropertySource
		static void database(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", () -> URL);
			registry.add("spring.jpa.hibernate.ddl-auto", () -> "update"); // not dropped
		}

		@Test
		void passes() {
			// it is enough that it begins
		}

	}

}
