package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.Greetings;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.autoconfigure.shop.SlowWorkflow;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whether a node works, as load balancers and people see it. */
class HealthTests {

	private static Health health(ConfigurableApplicationContext context) {
		return context.getBean(HoldfastHealthIndicator.class).health();
	}

	@Test
	void isUpWhileTheNodeWorks() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.node-name=shop-1")) {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("node", "shop-1")
				.containsEntry("state", "running")
				.containsEntry("ownedRuns", 0)
				.containsEntry("stuck", 0L)
				.containsEntry("durability", "none");
		}
	}

	@Test
	void isOutOfServiceBeforeTheApplicationIsReady() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, AsksEarly.class)) {
			Health early = context.getBean(Seen.class).health;
			assertThat(early.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(early.getDetails()).containsEntry("state", "starting");
		}
	}

	@Test
	void isOutOfServiceWhileTheNodeDrains() throws Exception {
		ConfigurableApplicationContext context = Shop.run("spring.jpa.hibernate.ddl-auto=update");
		context.getBean(WorkflowClient.class).workflow(SlowWorkflow::run, 2000L).start();
		context.getBean(Greetings.class).awaitSlowOne();
		HoldfastHealthIndicator indicator = context.getBean(HoldfastHealthIndicator.class);
		Thread closing = new Thread(context::close);
		closing.start();
		await().untilAsserted(() -> {
			assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(indicator.health().getDetails()).containsEntry("state", "draining");
		});
		closing.join();
		assertThat(indicator.health().getDetails()).containsEntry("state", "stopped");
	}

	@Test
	void isDownWhenTheDatabaseDoesNotAnswer() {
		ConfigurableApplicationContext context = Shop.run("spring.datasource.hikari.connection-timeout=300");
		HoldfastHealthIndicator indicator = context.getBean(HoldfastHealthIndicator.class);
		context.getBean(HikariDataSource.class).close();
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(indicator.health().getDetails().get("problem").toString()).contains("polling fails: ")
				.endsWith(", see the log");
		});
		context.close();
	}

	@Test
	void staysUpAndCountsWhatIsStuck() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, WithBrokenWorkflow.class,
				"holdfast.workflow.max-task-attempts=1")) {
			var handle = context.getBean(WorkflowClient.class).workflow(BrokenWorkflow::run).id("broken").start();
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(
						() -> assertThat(handle.describe().execution().status()).isEqualTo(WorkflowStatus.STUCK));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("stuck", 1L);
			assertThat(health(context).getDetails().toString()).doesNotContain("broken");
		}
	}

	@Test
	void namesTypesThatNoNodeThatIsAliveKnows() {
		String url = Shop.memory();
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, Empty.class,
				"spring.datasource.url=" + url, "spring.jpa.hibernate.ddl-auto=update")) {
			assertThat(health(context).getDetails()).doesNotContainKey("unknownTypes");
		}
		try (ConfigurableApplicationContext context = Shop.run("spring.datasource.url=" + url,
				"spring.jpa.hibernate.ddl-auto=update")) {
			context.getBean(WorkflowClient.class).workflow(WaitingWorkflow::run, "x").taskQueue("elsewhere").start();
			context.getBean(WorkflowClient.class).workflow(WaitingWorkflow::run, "x").id("here").start();
		}
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, Empty.class,
				"spring.datasource.url=" + url, "spring.jpa.hibernate.ddl-auto=update")) {
			assertThat(health(context).getDetails()).containsEntry("unknownTypes",
					List.of("WaitingWorkflow (1 run on elsewhere)"));
		}
	}

	@Test
	void countsRunsWhoseVersionIsNotThere() {
		String[] properties = { "spring.datasource.url=" + Shop.memory(), "spring.jpa.hibernate.ddl-auto=update" };
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, WithNewVersion.class,
				properties)) {
			context.getBean(WorkflowClient.class).workflow("Letter", String.class).id("w").start();
			await().untilAsserted(() -> assertThat(context.getBean(WorkflowClient.class).handle("w").history().events())
				.extracting("type")
				.contains("VersionRecorded"));
			assertThat(health(context).getDetails()).doesNotContainKey("runsOfOtherBuilds");
		}
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, WithOldVersion.class,
				properties)) {
			await().untilAsserted(() -> assertThat(health(context).getDetails()).containsEntry("runsOfOtherBuilds", 1));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBean(WorkflowClient.class).handle("w").describe().lastTaskFailure())
				.contains("began with version 1 of workflow Letter");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OldLetter.class)
	static class WithOldVersion {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ OldLetter.class, NewLetter.class })
	static class WithNewVersion {

	}

	@Workflow(name = "Letter")
	static class OldLetter {

		@WorkflowMethod
		void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

	@Workflow(name = "Letter", version = 1)
	static class NewLetter extends OldLetter {

		@Override
		@WorkflowMethod
		void run() {
			Workflows.sleep(Duration.ofMillis(500));
			Workflows.sleep(Duration.ofDays(1));
		}

	}

	@Test
	void namesTheNodes() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.node-name=shop-1")) {
			assertThat((List<?>) health(context).getDetails().get("nodes")).singleElement()
				.isInstanceOfSatisfying(NodeView.class, (node) -> {
					assertThat(node.name()).isEqualTo("shop-1");
					assertThat(node.taskQueues()).contains("default");
					assertThat(node.lease()).isEqualTo(NodeView.Lease.VALID);
					assertThat(node.self()).isTrue();
				});
		}
	}

	static class Seen {

		Health health;

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class AsksEarly {

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		ApplicationRunner asks(HoldfastHealthIndicator indicator, Seen seen) {
			return (arguments) -> seen.health = indicator.health();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ShopApplication.class, BrokenWorkflow.class })
	static class WithBrokenWorkflow {

	}

	@Workflow
	static class BrokenWorkflow {

		@WorkflowMethod
		void run() {
			throw new IllegalStateException("A mistake in the code");
		}

	}

}
