package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.test.Clockwork.Calling;
import dev.holdfast.test.Clockwork.Patient;
import dev.holdfast.test.Clockwork.Ticking;
import dev.holdfast.test.Clockwork.Waiting;
import dev.holdfast.test.Clockwork.Works;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What one test leaves behind the next one does not find. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolatedTests {

	private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

	@RegisterExtension
	static final WorkflowTestExtension workflows = WorkflowTestExtension
		.of(Ticking.class, Waiting.class, Patient.class, Calling.class)
		.activities(Works.class)
		.startTime(START);

	@Test
	@Order(1)
	void oneTestLeavesEverythingOpen(WorkflowClient client, TestWorkflowEnvironment environment) {
		client.workflow(Patient::run).id("same").start();
		client.workflow(Ticking::run, 1000, Duration.ofDays(1)).start();
		client.workflow(Calling::run, "blocks").start();
		environment.sleep(Duration.ofDays(400));
		environment.lockTimeSkipping();
		environment.registerDelayedCallback(Duration.ofMinutes(1), () -> {
			throw new IllegalStateException("It is that of another test");
		});
	}

	@Test
	@Order(2)
	void theNextFindsNothing(WorkflowClient client, TestWorkflowEnvironment environment) {
		assertThat(environment.now()).isEqualTo(START);
		assertThat(client.list()).isEmpty();
		assertThat(environment.histories()).isEmpty();
		client.workflow(Patient::run).id("same").start().signal(Patient::come);
		client.handle(Patient.class, "same").result();
		assertThat(client.workflow(Waiting::run, Duration.ofDays(2)).execute()).isEqualTo("nothing");
		assertThat(environment.now()).isEqualTo(START.plus(Duration.ofDays(2)));
	}

}
