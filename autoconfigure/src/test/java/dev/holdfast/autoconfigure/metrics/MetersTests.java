package dev.holdfast.autoconfigure.metrics;

import java.time.Duration;

import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.WaitingWorkflow;
import dev.holdfast.client.WorkflowClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the engine does is measured under stable names, with types as tags and no ids. */
class MetersTests {

	@Test
	void haveTheirNames() {
		try (ConfigurableApplicationContext context = Shop.run()) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			client.workflow(GreetingWorkflow::run, "World").id("secret-id").start().result(Duration.ofSeconds(20));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("holdfast.workflow.started")
				.tags("type", "GreetingWorkflow", "queue", "default")
				.counter()
				.count()).isEqualTo(1);
			await().untilAsserted(() -> assertThat(registry.get("holdfast.workflow.closed")
				.tags("type", "GreetingWorkflow", "outcome", "completed")
				.counter()
				.count()).isEqualTo(1));
			assertThat(registry.get("holdfast.workflow.duration")
				.tags("type", "GreetingWorkflow", "outcome", "completed")
				.timer()
				.count()).isEqualTo(1);
			assertThat(registry.get("holdfast.workflow.task").tag("type", "GreetingWorkflow").timer().count())
				.isPositive();
			assertThat(registry.get("holdfast.workflow.task.schedule.to.start")
				.tags("type", "GreetingWorkflow", "queue", "default")
				.timer()
				.count()).isPositive();
			assertThat(registry.get("holdfast.activity.schedule.to.start")
				.tags("type", "Greetings.greet", "queue", "default")
				.timer()
				.count()).isEqualTo(1);
			assertThat(registry.get("holdfast.activity.duration")
				.tags("type", "Greetings.greet", "outcome", "completed")
				.timer()
				.count()).isEqualTo(1);
			assertThat(registry.get("holdfast.runs.owned").gauge().value()).isGreaterThanOrEqualTo(0);
			assertThat(registry.get("holdfast.worker.slots")
				.tags("queue", "default", "kind", "activity", "state", "free")
				.gauge()
				.value()).isPositive();
			assertThat(registry.get("holdfast.fenced").counter().count()).isZero();
			assertThat(registry.getMeters()).filteredOn((meter) -> meter.getId().getName().startsWith("holdfast"))
				.extracting(Meter::getId)
				.noneMatch((id) -> id.toString().contains("secret-id"))
				.allMatch((id) -> id.getDescription() != null);
		}
	}

	@Test
	void countSignalsThatCannotBeRead() {
		try (ConfigurableApplicationContext context = Shop.run()) {
			WorkflowClient client = context.getBean(WorkflowClient.class);
			client.workflow(WaitingWorkflow::run, "x").start().signal("go", "x", "no number");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(
					registry.get("holdfast.signals.dropped").tag("type", "WaitingWorkflow").counter().count())
				.isEqualTo(1));
		}
	}

	@Test
	void tellOfWhatWaitsInTheDatabase() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.workers.mail.max-concurrent-activities=1")) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> {
				assertThat(registry.get("holdfast.taskqueue.backlog").tag("queue", "mail").gauge().value()).isZero();
				assertThat(registry.get("holdfast.taskqueue.oldest.age").tag("queue", "mail").timeGauge().value())
					.isZero();
				assertThat(registry.get("holdfast.workflow.stuck").gauge().value()).isZero();
			});
			context.getBean(WorkflowClient.class).workflow(WaitingWorkflow::run, "x").start();
		}
	}

	@Test
	void countReplays() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.workflow.replay-every-task=true")) {
			context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "World")
				.start()
				.result(Duration.ofSeconds(20));
			assertThat(context.getBean(MeterRegistry.class)
				.get("holdfast.replay")
				.tag("type", "GreetingWorkflow")
				.timer()
				.count()).isPositive();
		}
	}

	@Test
	void areNotNeeded() {
		try (ConfigurableApplicationContext context = Shop.run("management.defaults.metrics.export.enabled=false",
				"spring.autoconfigure.exclude=dev.holdfast.autoconfigure.metrics.HoldfastMetricsAutoConfiguration")) {
			assertThat(context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "World")
				.start()
				.result(Duration.ofSeconds(20))).isEqualTo("Hello, World!");
		}
	}

}
