package dev.holdfast.autoconfigure;

import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
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

/** Workflow code that would not be the same again is found when an application starts. */
@ExtendWith(OutputCaptureExtension.class)
class DeterminismTests {

	@Test
	void whatIsCertainStopsTheStart(CapturedOutput output) {
		assertThatThrownBy(() -> run());
		assertThat(output).contains("APPLICATION FAILED TO START", "    1. Workflow class ",
				"DeterminismTests$Clocks.stamp(DeterminismTests.java:", "reads the clock of the machine (Instant.now)",
				"called by dev.holdfast.autoconfigure.DeterminismTests$Clocks.run(DeterminismTests.java:",
				"Use Workflows.now().");
	}

	@Test
	void itMayBeAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("--holdfast.determinism=warn")) {
			assertThat(context.getBean(WorkflowClient.class).count("")).isZero();
		}
		assertThat(output).contains("WARN").contains("reads the clock of the machine (Instant.now)");
	}

	@Test
	void itMayBeSwitchedOff(CapturedOutput output) {
		run("--holdfast.determinism=off").close();
		assertThat(output).doesNotContain("reads the clock of the machine");
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return Shop.builder(WebApplicationType.NONE, Application.class).run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Clocks.class)
	static class Application {

	}

	@Workflow
	static class Clocks {

		@WorkflowMethod
		Instant run() {
			return stamp();
		}

		private static Instant stamp() {
			return Instant.now();
		}

	}

}
