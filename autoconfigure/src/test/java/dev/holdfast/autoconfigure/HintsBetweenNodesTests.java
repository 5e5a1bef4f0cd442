package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes tell each other of work where the database is PostgreSQL, unless it is switched
 * off.
 */
@ExtendWith(OutputCaptureExtension.class)
class HintsBetweenNodesTests {

	private static final String[] SELDOM = { "holdfast.poll-interval=5m", "holdfast.lease-duration=20m",
			"spring.data.jpa.repositories.enabled=false" };

	@Test
	void areHeardBesideThePool() throws Exception {
		String[] properties = with(Postgres.newSchema(SELDOM), "spring.datasource.hikari.auto-commit=false");
		try (ConfigurableApplicationContext owner = run(Application.class, properties);
				ConfigurableApplicationContext other = run(Application.class, properties)) {
			awaitHints(owner, other);
			WorkflowHandle<Waiting, String> handle = owner.getBean(WorkflowClient.class)
				.workflow(Waiting::run)
				.id("waiting")
				.start();
			Awaitility.await().until(() -> handle.history().events().size() > 1);
			other.getBean(WorkflowClient.class).handle(Waiting.class, "waiting").signal(Waiting::go, "gone");
			assertThat(handle.result(Duration.ofSeconds(20))).isEqualTo("gone");
		}
	}

	@Test
	void areNotHeardIfTheyAreOff() throws Exception {
		try (ConfigurableApplicationContext context = run(Application.class,
				Postgres.newSchema(with(SELDOM, "holdfast.wake-up.hints=off")))) {
			assertThat(context.getBean(HoldfastEngine.class).hearsHints()).isFalse();
		}
	}

	@Test
	void areNotHeardThroughWhatLeadsElsewhereWhichIsSaid(CapturedOutput output) throws Exception {
		String[] properties = Postgres.newSchema("spring.data.jpa.repositories.enabled=false",
				"holdfast.wake-up.data-source=elsewhere", "logging.level.dev.holdfast=info");
		try (ConfigurableApplicationContext context = run(Elsewhere.class, properties)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> output.getOut().contains("could not listen to other nodes"));
			assertThat(context.getBean(HoldfastEngine.class).hearsHints()).isFalse();
		}
	}

	@Test
	void areNothingForADatabaseWithoutThem() {
		try (ConfigurableApplicationContext context = run(Application.class, SELDOM)) {
			assertThat(context.getBean(HoldfastEngine.class).hearsHints()).isFalse();
		}
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return Shop.run(WebApplicationType.NONE, application, properties);
	}

	private static void awaitHints(ConfigurableApplicationContext... contexts) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> Stream.of(contexts).allMatch((context) -> context.getBean(HoldfastEngine.class).hearsHints()));
	}

	private static String[] with(String[] properties, String... others) {
		return Stream.concat(Arrays.stream(properties), Arrays.stream(others)).toArray(String[]::new);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Waiting.class)
	static class Application {

	}

	static class Elsewhere extends Application {

		@Bean(defaultCandidate = false)
		DriverManagerDataSource elsewhere() {
			return new DriverManagerDataSource("jdbc:postgresql://localhost:1/nowhere", "nobody", "");
		}

	}

	@Workflow
	public static class Waiting {

		private String word;

		@WorkflowMethod
		public String run() {
			Workflows.await(Duration.ofDays(1), () -> this.word != null);
			return this.word;
		}

		@SignalMethod
		public void go(String word) {
			this.word = word;
		}

	}

}
