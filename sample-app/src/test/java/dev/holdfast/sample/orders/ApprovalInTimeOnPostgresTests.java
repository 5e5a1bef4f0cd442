package dev.holdfast.sample.orders;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The same on PostgreSQL, in a database of its own. */
@ActiveProfiles("postgres")
@DirtiesContext
class ApprovalInTimeOnPostgresTests extends ApprovalInTimeTests {

	/** Until the process ends: the application stops after this class does. */
	private static final EmbeddedPostgres server = start();

	@Autowired
	WorkflowClient client;

	private static EmbeddedPostgres start() {
		try {
			return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start();
		}
		catch (IOException ex) {
			throw new IllegalStateException("PostgreSQL does not start", ex);
		}
	}

	@DynamicPropertySource
	static void database(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", () -> server.getJdbcUrl("postgres", "postgres"));
		registry.add("spring.datasource.username", () -> "postgres");
		registry.add("spring.datasource.password", () -> "postgres");
	}

	@RepeatedTest(2)
	void everyTestBeginsWithAnEmptyDatabaseAndAtItsTime() {
		assertThat(this.client.list()).isEmpty();
		Instant before = this.environment.now();
		this.environment.sleep(Duration.ofDays(30));
		assertThat(Duration.between(before, this.environment.now())).isEqualTo(Duration.ofDays(30));
	}

}
