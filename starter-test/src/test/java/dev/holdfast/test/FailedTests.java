package dev.holdfast.test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.test.Clockwork.Ticking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** What is printed of the workflows of a test that fails. */
class FailedTests {

	@Test
	void historiesOfATestThatFailsArePrinted() {
		PrintStream before = System.err;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
		TestExecutionSummary summary;
		try {
			summary = run(Failing.class);
		}
		finally {
			System.setErr(before);
		}
		assertThat(summary.getTestsFailedCount()).isEqualTo(1);
		assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
		assertThat(printed.toString(StandardCharsets.UTF_8)).containsOnlyOnce("Workflows of Failing.fails")
			.contains("Ticking 'tick' is COMPLETED")
			.containsPattern("1 +\\+0s +WorkflowStarted .*\\[2,\"?P")
			.containsPattern("\\+1d +TimerFired")
			.containsPattern("\\+2d +WorkflowCompleted")
			.doesNotContain("'quiet'");
	}

	static TestExecutionSummary run(Class<?>... classes) {
		LauncherDiscoveryRequestBuilder builder = LauncherDiscoveryRequestBuilder.request();
		for (Class<?> type : classes) {
			builder.selectors(selectClass(type));
		}
		LauncherDiscoveryRequest request = builder.build();
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		Launcher launcher = LauncherFactory.create();
		launcher.execute(request, summary);
		return summary.getSummary();
	}

	static class Failing {

		@RegisterExtension
		final WorkflowTestExtension workflows = WorkflowTestExtension.of(Ticking.class);

		@Test
		void fails(WorkflowClient client) {
			client.workflow(Ticking::run, 2, Duration.ofDays(1)).id("tick").execute();
			assertThat("what is").isEqualTo("what should be");
		}

		@Test
		void passes(WorkflowClient client) {
			client.workflow(Ticking::run, 1, Duration.ofDays(1)).id("quiet").execute();
		}

	}

}
