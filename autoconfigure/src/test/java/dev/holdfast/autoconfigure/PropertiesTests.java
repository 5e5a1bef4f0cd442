package dev.holdfast.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.autoconfigure.HoldfastProperties.Worker;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.store.schema.H2Durability;
import dev.holdfast.engine.store.schema.SchemaInitializeMode;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What can be configured, how it is written, and what is refused. */
@ExtendWith(OutputCaptureExtension.class)
class PropertiesTests {

	private static Binder binder(String yaml) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		new YamlPropertySourceLoader().load("test", new ByteArrayResource(yaml.getBytes()))
			.forEach(environment.getPropertySources()::addFirst);
		ConfigurationPropertySources.attach(environment);
		return Binder.get(environment);
	}

	private static HoldfastProperties bind(String yaml) throws IOException {
		return binder(yaml).bindOrCreate("holdfast", Bindable.of(HoldfastProperties.class), new PropertyCheck());
	}

	private static ActivityLayer layer(String yaml) throws IOException {
		Binder binder = binder(yaml);
		HoldfastProperties properties = binder.bindOrCreate("holdfast", Bindable.of(HoldfastProperties.class),
				new PropertyCheck());
		return new ActivityPropertyLayers(properties.activities(), binder).apply("Greetings.greet");
	}

	@Test
	void ofWorkersAreThoseOfTheApiByExample() throws IOException {
		String page = Files.readString(Path.of("../docs/api-by-example.md"));
		int begin = page.indexOf("```yaml\n", page.indexOf("<!-- snippet: workers -->")) + "```yaml\n".length();
		Worker worker = bind(page.substring(begin, page.indexOf("```", begin))).workers().get("my-task-queue");
		assertThat(worker).isEqualTo(new Worker(10, null, 5, 50.0, 200.0, Duration.ofSeconds(10)));
	}

	@Test
	void haveDefaults() throws IOException {
		HoldfastProperties properties = bind("x: y");
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.leaseDuration()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.pollInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.retention()).isEqualTo(Duration.ofDays(30));
		assertThat(properties.schema().initialize()).isEqualTo(SchemaInitializeMode.ALWAYS);
		assertThat(properties.h2().durability()).isEqualTo(H2Durability.PROCESS);
		assertThat(properties.payload().maxSize()).isEqualTo(DataSize.ofMegabytes(2));
		assertThat(properties.workflow().maxTaskAttempts()).isEqualTo(10);
		assertThat(properties.workers()).isEmpty();
		assertThat(properties.activities()).isEmpty();
	}

	@Test
	void mayKeepClosedExecutionsForEver() throws IOException {
		assertThat(bind("holdfast.retention: 0").retention()).isZero();
		assertThat(bind("holdfast.retention: 90d").retention()).isEqualTo(Duration.ofDays(90));
	}

	@Test
	void nameTaskQueuesAsTheyAre() throws IOException {
		assertThat(bind("""
				holdfast.workers:
				  my-task-queue:
				    max-concurrent-activities: 10
				    max-concurrent-local-activities: 20
				    max-concurrent-workflow-tasks: 5
				    max-activities-per-second: 50
				    max-task-queue-activities-per-second: 0.5
				    sticky-schedule-to-start-timeout: 3s
				""").workers())
			.isEqualTo(Map.of("my-task-queue", new Worker(10, 20, 5, 50.0, 0.5, Duration.ofSeconds(3))));
	}

	@Test
	void nameActivitiesInBrackets() throws IOException {
		ActivityLayer layer = layer("""
				holdfast.activities:
				  "[Greetings.greet]":
				    start-to-close-timeout: 7s
				    maximum-attempts: 3
				    non-retryable: [java.io.IOException]
				    priority: 2
				""");
		assertThat(layer.startToClose()).isEqualTo(Duration.ofSeconds(7));
		assertThat(layer.retry().maximumAttempts()).isEqualTo(3);
		assertThat(layer.retry().nonRetryable()).containsExactly("java.io.IOException");
		assertThat(layer.heartbeat()).isNull();
		assertThat(layer.priority()).isEqualTo(Priority.of(2));
	}

	@Test
	void ofActivitiesAreRefusedWhereTheyCannotBeMeant() {
		assertRefused("holdfast.activities.Greetings.greet.priority: 6",
				"holdfast.activities.greetings.greet.priority must be between 1, which comes first, and 5");
		assertRefused("holdfast.activities.Greetings.greet.maximum-attempts: -1",
				"holdfast.activities.greetings.greet.maximum-attempts must not be negative");
		assertRefused("holdfast.activities.Greetings.greet.backoff-coefficient: 0.5",
				"holdfast.activities.greetings.greet.backoff-coefficient must be between 1 and 100");
		assertRefused("""
				holdfast.activities:
				  "[Greetings.greet]":
				    initial-interval: 1m
				    maximum-interval: 1s
				""",
				"holdfast.activities[Greetings.greet].maximum-interval must not be shorter than the initial-interval");
	}

	@Test
	void nameActivitiesAsPlainKeysToo() throws IOException {
		assertThat(layer("""
				holdfast.activities.Greetings.greet.start-to-close-timeout: 8s
				""").startToClose()).isEqualTo(Duration.ofSeconds(8));
	}

	@Test
	void nameExceptionsThatFailExecutions() throws IOException {
		assertThat(
				bind("holdfast.workflow.fail-on: [java.io.IOException, java.lang.IllegalArgumentException]").workflow()
					.failOn())
			.containsExactly(IOException.class, IllegalArgumentException.class);
		assertThat(bind("x: y").workflow().failOn()).isEmpty();
		assertThatThrownBy(() -> bind("holdfast.workflow.fail-on: com.example.Misspelt"))
			.hasStackTraceContaining("holdfast.workflow.fail-on")
			.hasStackTraceContaining("com.example.Misspelt");
	}

	@Test
	void sayWhichOfThemIsWrong() {
		assertRefused("holdfast.workflow.fail-on: java.lang.String",
				"holdfast.workflow.fail-on must name classes of exceptions, but is [java.lang.String]");
		assertRefused("holdfast.lease-duration: 2s", "holdfast.lease-duration must be at least three times");
		assertRefused("holdfast.poll-interval: 0ms", "holdfast.poll-interval must be at least 1ms, but is 0ms");
		assertRefused("holdfast.retention: -1d", "holdfast.retention must be between 1m and 36500d, or 0");
		assertRefused("holdfast.retention: 5s", "holdfast.retention must be between 1m and 36500d, or 0");
		assertRefused("holdfast.node-name: ' '", "holdfast.node-name must have 1 to 255 characters");
		assertRefused("holdfast.build-id: ' '", "holdfast.build-id must have 1 to 64 characters");
		assertRefused("holdfast.upgrade-check-sample: 0", "holdfast.upgrade-check-sample must be between 1 and 10000");
		assertRefused("holdfast.payload.max-size: 1GB", "holdfast.payload.max-size must be between");
		assertRefused("holdfast.workflow.max-cached-bytes: 1KB",
				"holdfast.workflow.max-cached-bytes must be at least 1MB");
		assertRefused("holdfast.workflow.max-task-attempts: 0",
				"holdfast.workflow.max-task-attempts must be at least 1");
		assertRefused("holdfast.workflow.deadlock-detection-timeout: 10ms",
				"holdfast.workflow.deadlock-detection-timeout must be 0 for never, or at least 100ms, but is 10ms");
		assertRefused("holdfast.workers.mail.max-activities-per-second: 0",
				"holdfast.workers.mail.max-activities-per-second must be between 0.001 and 100000, but is 0.0");
		assertRefused("holdfast.workers.mail.max-task-queue-activities-per-second: NaN",
				"holdfast.workers.mail.max-task-queue-activities-per-second must be between 0.001 and 100000");
		assertRefused("holdfast.workers.mail.sticky-schedule-to-start-timeout: 0s",
				"holdfast.workers.mail.sticky-schedule-to-start-timeout must be positive");
		assertRefused("holdfast.workers.mail.max-concurrent-workflow-tasks: -1",
				"holdfast.workers.mail.max-concurrent-workflow-tasks must be between 1 and 10000, but is -1");
		assertRefused("holdfast.workers.mail.max-concurrent-activities: 100000",
				"holdfast.workers.mail.max-concurrent-activities must be between 1 and 10000, but is 100000");
		assertRefused("holdfast.workers.mail.max-concurrent-activities: 0",
				"holdfast.workers.mail.max-concurrent-activities must be between 1 and 10000, but is 0");
		assertRefused("""
				holdfast.activities:
				  "[Greetings.greet]":
				    heartbeat-timeout: -1s
				""", "holdfast.activities[Greetings.greet].heartbeat-timeout must be positive");
	}

	private static void assertRefused(String yaml, String message) {
		assertThatThrownBy(() -> bind(yaml)).hasRootCauseInstanceOf(InvalidPropertiesException.class)
			.rootCause()
			.hasMessageContaining(message);
	}

	@Test
	void countWhileWorkflowsRun() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, Billing.class,
				"holdfast.workflow.fail-on=java.lang.IllegalArgumentException", "billing.queue=bills",
				"holdfast.activities[Bank.charge].start-to-close-timeout=5h")) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			WorkflowHandle<Bill, String> paid = client.workflow(Bill::run, "10").start();
			assertThat(paid.result(Duration.ofSeconds(20))).isEqualTo("10 within 5 hours");
			assertThat(paid.describe().execution().taskQueue()).isEqualTo("bills");
			WorkflowHandle<Bill, String> unreadable = client.workflow(Bill::run, "ten").start();
			assertThatExceptionOfType(WorkflowFailedException.class)
				.isThrownBy(() -> unreadable.result(Duration.ofSeconds(20)))
				.withMessageContaining("FAILED");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Bill.class, Bank.class })
	static class Billing {

	}

	@Workflow(taskQueue = "${billing.queue}")
	public static class Bill {

		private final Bank bank;

		public Bill(Bank bank) {
			this.bank = bank;
		}

		@WorkflowMethod
		public String run(String amount) {
			return this.bank.charge(Integer.parseInt(amount));
		}

	}

	@Activity
	public static class Bank {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String charge(int amount) {
			ActivityInfo info = Activities.info();
			return amount + " within " + Duration.between(info.scheduledAt(), info.startToCloseDeadline()).toHours()
					+ " hours";
		}

	}

	@Test
	void areReportedWhenTheyAreAboutNoActivity(CapturedOutput output) {
		Shop.run("holdfast.activities[Greetings.great].start-to-close-timeout=1s",
				"holdfast.activities.Greetings.gret.priority=2", "holdfast.activities.Greetings.greet.priority=2")
			.close();
		assertThat(output)
			.contains("holdfast.activities[Greetings.great].* have no effect",
					"holdfast.activities.greetings.gret.* have no effect", "Is Greetings.greet meant?")
			.doesNotContain("greetings.greet.* have no effect");
	}

	@Test
	void thatMeanNothingAreNamedWithWhatMayBeMeant(CapturedOutput output) {
		Shop.run("holdfast.lease-duratoin=5s", "holdfast.workers.default.max-concurrent-activites=3",
				"holdfast.schema.table-prefix=x; drop table y", "holdfast.nonsense=1",
				"holdfast.workers.default.maxConcurrentActivities=3", "holdfast.activities[Greetings.greet].priority=2",
				"holdfast.activities[Greetings.greet].non-retryable[0]=java.io.IOException",
				"holdfast.activities[Greetings.greet].heartbeat-timout=2s",
				"holdfast.activities.Greetings.greet.start-to-close=2s")
			.close();
		assertThat(output)
			.contains(
					"The property holdfast.lease-duratoin means nothing to Holdfast. Is holdfast.lease-duration meant?",
					"Is holdfast.workers.default.max-concurrent-activities meant?",
					"The property holdfast.schema.table-prefix means nothing to Holdfast.",
					"The property holdfast.nonsense means nothing to Holdfast. It comes from \"holdfast.nonsense\" from"
							+ " property source \"commandLineArgs\"",
					"The property holdfast.activities[Greetings.greet].heartbeat-timout means nothing to Holdfast. Is"
							+ " holdfast.activities[Greetings.greet].heartbeat-timeout meant?",
					"The property holdfast.activities.greetings.greet.start-to-close means nothing to Holdfast.")
			.doesNotContain("non-retryable means")
			.doesNotContain("holdfast.activities[Greetings.greet].priority means")
			.doesNotContain("maxconcurrentactivities means")
			.doesNotContain("holdfast.poll-interval means");
	}

	@Test
	void areAllDescribed() throws IOException {
		try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode properties = JsonMapper.shared().readTree(metadata).get("properties");
			assertThat(properties).hasSizeGreaterThan(15);
			for (JsonNode property : properties) {
				assertThat(property.path("description").asString("")).as(property.get("name").asString()).isNotBlank();
			}
		}
	}

}
