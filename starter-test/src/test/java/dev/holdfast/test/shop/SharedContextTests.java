package dev.holdfast.test.shop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.test.TestWorkflowEnvironment;
import dev.holdfast.test.WorkflowTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;

/**
 * Several test classes and one context, which rests while tests of another context run.
 */
class SharedContextTests {

	static final List<ApplicationContext> seen = new ArrayList<>();

	@Test
	void contextIsSharedPausedAndGoesOn() {
		seen.clear();
		run(First.class);
		run(Other.class);
		run(Second.class);
		run(First.class);
		assertThat(seen).hasSize(4);
		assertThat(seen.get(1)).isNotSameAs(seen.get(0));
		assertThat(seen.get(2)).isSameAs(seen.get(0));
		assertThat(seen.get(3)).isSameAs(seen.get(0));
	}

	private static void run(Class<?> testClass) {
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		LauncherFactory.create()
			.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build(), summary);
		assertThat(summary.getSummary().getFailures()).isEmpty();
		assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(1);
	}

	abstract static class Shared {

		@MockitoBean
		Billing billing;

		@MockitoBean
		Mailbox mail;

		@Autowired
		ApplicationContext context;

		@Autowired
		WorkflowClient client;

		@Autowired
		TestWorkflowEnvironment environment;

		@Test
		void subscriptionRuns() {
			given(this.billing.charge(any(), anyInt())).willReturn("receipt");
			for (ApplicationContext other : seen) {
				assertThat(other.getBean(HoldfastEngine.class).state())
					.isEqualTo((other == this.context) ? HoldfastEngine.State.RUNNING : HoldfastEngine.State.STOPPED);
			}
			seen.add(this.context);
			assertThat(this.client.list()).isEmpty();
			assertThat(this.client.workflow(SubscriptionWorkflow::run, "ann", 2).id("ann").execute()).isEqualTo(2);
			this.client.workflow(SubscriptionWorkflow::run, "bob", 2).id("left open").start();
			this.environment.sleep(Duration.ofDays(40));
		}

	}

	@WorkflowTest
	static class First extends Shared {

	}

	@WorkflowTest
	static class Second extends Shared {

	}

	@WorkflowTest(properties = "shop.other=true")
	static class Other extends Shared {

	}

}
