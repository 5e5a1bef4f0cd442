package dev.holdfast.autoconfigure;

import java.time.Duration;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.rehearsal.UpgradeCheckException;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A build that open executions cannot go on with is found before it begins to work. */
@ExtendWith(OutputCaptureExtension.class)
class UpgradeCheckStartupTests {

	private final String database = "spring.datasource.url=" + Shop.memory();

	@BeforeEach
	void runTheBuildOfBefore() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, Before.class, this.database)) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			client.workflow("Trip", String.class).id("trip-1").start();
			await().until(() -> client.handle("trip-1").history().events().size() == 2);
		}
	}

	@Test
	void theApplicationDoesNotStart(CapturedOutput output) {
		assertThatThrownBy(
				() -> Shop.run(WebApplicationType.NONE, After.class, this.database, "holdfast.upgrade-check=fail")
					.close())
			.hasRootCauseInstanceOf(UpgradeCheckException.class);
		assertThat(output).contains("APPLICATION FAILED TO START",
				"1 of 1 open executions that were looked at cannot go on with this build: {Trip=1} by type.",
				"Workflow Trip 'trip-1'", "UpgradeCheckStartupTests$Changed.run(UpgradeCheckStartupTests.java:",
				"SideEffectRecorded", "TimerStarted", "holdfast.upgrade-check=warn");
	}

	@Test
	void theApplicationStartsWithAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, After.class, this.database,
				"holdfast.upgrade-check=warn", "holdfast.upgrade-check-sample=1")) {
			assertThat(context.getBean(HoldfastEngine.class).state()).isEqualTo(HoldfastEngine.State.RUNNING);
		}
		assertThat(output).contains("cannot go on with this build", "Workflow Trip 'trip-1'");
	}

	@Test
	void nobodyLooksUnlessItIsAskedFor(CapturedOutput output) {
		Shop.run(WebApplicationType.NONE, After.class, this.database).close();
		assertThat(output).doesNotContain("upgrade check", "cannot go on with this build");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Original.class)
	static class Before {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Changed.class)
	static class After {

	}

	@Workflow(name = "Trip")
	static class Original {

		private boolean go;

		@WorkflowMethod
		String run() {
			String seat = Workflows.sideEffect(String.class, () -> "12a");
			Workflows.await(() -> this.go);
			return seat;
		}

		@SignalMethod
		void go() {
			this.go = true;
		}

	}

	@Workflow(name = "Trip")
	static class Changed {

		private boolean go;

		@WorkflowMethod
		String run() {
			Workflows.sleep(Duration.ofDays(1));
			Workflows.await(() -> this.go);
			return "none";
		}

		@SignalMethod
		void go() {
			this.go = true;
		}

	}

}
