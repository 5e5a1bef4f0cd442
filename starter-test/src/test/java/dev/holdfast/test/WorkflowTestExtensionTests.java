package dev.holdfast.test;

import java.math.BigDecimal;
import java.time.Duration;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.test.Clockwork.Ticking;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/** Workflows without an application. */
class WorkflowTestExtensionTests {

	// tag::extension[]
	private final Payments payments = mock(Payments.class);

	private final Shipping shipping = (orderId, label) -> "parcel/" + orderId;

	@RegisterExtension
	final WorkflowTestExtension workflows = WorkflowTestExtension.of(OrderWorkflow.class, Ticking.class)
		.activities(this.payments, this.shipping)
		.startToCloseTimeout("Payments.refund", Duration.ofSeconds(5));

	@Test
	void orderIsChargedAndShipped(WorkflowClient client) {
		given(this.payments.charge(eq("4711"), any())).willReturn("receipt");
		String result = client.workflow(OrderWorkflow::run, new Order("4711", new BigDecimal("19.90"))).execute();
		assertThat(result).isEqualTo("receipt parcel/4711");
		verify(this.payments).charge("4711", new BigDecimal("19.90"));
	}
	// end::extension[]

	@Test
	void extensionsAreImmutable() {
		WorkflowTestExtension other = this.workflows.replayEveryTask();
		assertThat(other).isNotSameAs(this.workflows);
		assertThatIllegalStateException().isThrownBy(other::client).withMessageContaining("@RegisterExtension");
	}

	@Nested
	class Inside {

		@RegisterExtension
		static final WorkflowTestExtension replaying = WorkflowTestExtension.of(Ticking.class).replayEveryTask();

		@Test
		void engineOfANestedClassIsAnother() {
			assertThat(replaying.client().workflow(Ticking::run, 5, Duration.ofDays(1)).id("one").execute()).hasSize(5);
			assertThat(replaying.client().list()).hasSize(1);
			assertThat(WorkflowTestExtensionTests.this.workflows.client().list()).isEmpty();
		}

	}

	@Test
	void codeThatWouldNotBeTheSameAgainIsRefused() {
		TestExecutionSummary summary = FailedTests.run(NotDeterministic.class);
		assertThat(summary.getFailures()).singleElement()
			.satisfies((failure) -> assertThat(failure.getException())
				.hasRootCauseInstanceOf(InvalidDefinitionsException.class)
				.rootCause()
				.hasMessageContaining("System.nanoTime"));
	}

	static class NotDeterministic {

		@RegisterExtension
		static final WorkflowTestExtension workflows = WorkflowTestExtension.of(Hasty.class);

		@Test
		void neverRuns() {
			workflows.client().list();
		}

	}

	@Workflow
	static class Hasty {

		@WorkflowMethod
		public long run() {
			return System.nanoTime();
		}

	}

}
