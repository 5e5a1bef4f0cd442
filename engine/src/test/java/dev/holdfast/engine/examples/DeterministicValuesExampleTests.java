package dev.holdfast.engine.examples;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowInfo;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.slf4j.LoggerFactory;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

class DeterministicValuesExampleTests {

	@EngineTest
	void valuesAreTheSameWheneverTheCodeIsReplayed(EngineRig rig) {
		WorkflowClient client = rig.start(ValuesWorkflow.class);
		WorkflowHandle<ValuesWorkflow, List<String>> handle = client.workflow(ValuesWorkflow::run).start();
		List<String> before = handle.query(ValuesWorkflow::values);
		assertThat(before).hasSize(4);
		rig.advance(Duration.ofHours(1));
		List<String> all = handle.result();
		assertThat(all).hasSize(8).doesNotHaveDuplicates().startsWith(before.toArray(String[]::new));
		assertThat(handle.query(ValuesWorkflow::values)).isEqualTo(all);
	}

	@EngineTest
	void timeStandsStillWithinAStep(EngineRig rig) {
		WorkflowClient client = rig.start(ClockWorkflow.class);
		Instant started = Instant.EPOCH.plusNanos(rig.clock().micros() * 1000);
		WorkflowHandle<ClockWorkflow, List<Instant>> handle = client.workflow(ClockWorkflow::run).start();
		rig.advance(Duration.ofHours(1));
		Instant later = started.plus(Duration.ofHours(1));
		assertThat(handle.result()).containsExactly(started, started, later, later);
	}

	@EngineTest
	void otherExecutionsHaveOtherValues(EngineRig rig) {
		WorkflowClient client = rig.start(UuidWorkflow.class);
		UUID first = client.workflow(UuidWorkflow::run).execute();
		UUID second = client.workflow(UuidWorkflow::run).execute();
		assertThat(first).isNotEqualTo(second);
		assertThat(first.version()).isEqualTo(4);
	}

	@EngineTest
	void aSideEffectHappensOnce(EngineRig rig) {
		SideEffectWorkflow.CALLS.set(0);
		WorkflowClient client = rig.start(SideEffectWorkflow.class);
		WorkflowHandle<SideEffectWorkflow, List<String>> handle = client.workflow(SideEffectWorkflow::run).start();
		rig.advance(Duration.ofHours(1));
		assertThat(handle.result()).containsExactly("1", "[2, two]");
		assertThat(handle.query(SideEffectWorkflow::values)).containsExactly("1", "[2, two]");
		assertThat(SideEffectWorkflow.CALLS).hasValue(2);
	}

	@EngineTest
	void theLoggerIsSilentWhileHistoryIsReplayed(EngineRig rig) {
		Logger logger = (Logger) LoggerFactory.getLogger(LoggingWorkflow.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.setLevel(Level.INFO);
		logger.setAdditive(false);
		logger.addAppender(lines);
		try {
			WorkflowClient client = rig.start(LoggingWorkflow.class);
			WorkflowHandle<LoggingWorkflow, String> handle = client.workflow(LoggingWorkflow::run).start();
			rig.advance(Duration.ofHours(1));
			handle.result();
			assertThat(handle.query(LoggingWorkflow::state)).isEqualTo("ended");
			assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly("begins now", "ends now");
		}
		finally {
			logger.detachAppender(lines);
			logger.setAdditive(true);
			logger.setLevel(null);
		}
	}

	@EngineTest
	void tellsAboutTheExecutionAndItsMemo(EngineRig rig) {
		WorkflowClient client = rig.start(InfoWorkflow.class);
		Instant started = Instant.EPOCH.plusNanos(rig.clock().micros() * 1000);
		WorkflowHandle<InfoWorkflow, Report> handle = client.workflow(InfoWorkflow::run)
			.id("info")
			.memo("zone", "north")
			.memo("attempts", 3)
			.executionTimeout(Duration.ofHours(2))
			.start();
		Report report = handle.result();
		assertThat(report.info()).isEqualTo(new WorkflowInfo("info", handle.runId(), "InfoWorkflow", "default", started,
				started.plus(Duration.ofHours(2)), null, null, null, null, report.info().historyLength(),
				report.info().historySize(), false, handle.runId(), null, 1, null, null, null, Priority.DEFAULT));
		assertThat(report.info().historySize()).isPositive();
		assertThat(report.info().historyLength()).isPositive();
		assertThat(report.keys()).containsExactlyInAnyOrder("zone", "attempts");
		assertThat(report.zone()).isEqualTo("north");
		assertThat(report.attempts()).isEqualTo(3);
		assertThat(report.hasOther()).isFalse();
	}

	@Workflow
	public static class ValuesWorkflow {

		private final List<String> values = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			draw();
			Workflows.sleep(Duration.ofHours(1));
			draw();
			return this.values;
		}

		// tag::values[]
		private void draw() {
			this.values.add(Workflows.now().toString());
			this.values.add(Workflows.randomUuid().toString());
			this.values.add(String.valueOf(Workflows.random().nextLong()));
			this.values.add(String.valueOf(Workflows.random().nextDouble()));
		}
		// end::values[]

		@QueryMethod
		public List<String> values() {
			return List.copyOf(this.values);
		}

	}

	@Workflow
	public static class ClockWorkflow {

		// tag::clock[]
		@WorkflowMethod
		public List<Instant> run() {
			Instant first = Workflows.now();
			Instant second = Workflows.now();
			Workflows.sleep(Duration.ofHours(1));
			return List.of(first, second, Workflows.now(), Workflows.now());
		}
		// end::clock[]

	}

	@Workflow
	public static class UuidWorkflow {

		@WorkflowMethod
		public UUID run() {
			return Workflows.randomUuid();
		}

	}

	@Workflow
	public static class SideEffectWorkflow {

		static final AtomicInteger CALLS = new AtomicInteger();

		private final List<String> values = new ArrayList<>();

		@WorkflowMethod
		public List<String> run() {
			int number = Workflows.sideEffect(Integer.class, CALLS::incrementAndGet);
			this.values.add(String.valueOf(number));
			Workflows.sleep(Duration.ofHours(1));
			List<String> texts = Workflows.sideEffect(new ParameterizedTypeReference<List<String>>() {
			}, () -> List.of(String.valueOf(CALLS.incrementAndGet()), "two"));
			this.values.add(texts.toString());
			return this.values;
		}

		@QueryMethod
		public List<String> values() {
			return List.copyOf(this.values);
		}

	}

	@Workflow
	public static class LoggingWorkflow {

		private String state = "begun";

		// tag::logger[]
		@WorkflowMethod
		public String run() {
			Workflows.logger().info("begins {}", "now");
			Workflows.sleep(Duration.ofHours(1));
			Workflows.logger(LoggingWorkflow.class).info("ends {}", "now");
			this.state = "ended";
			return this.state;
		}
		// end::logger[]

		@QueryMethod
		public String state() {
			return this.state;
		}

	}

	/** What a workflow knows. */
	public record Report(WorkflowInfo info, List<String> keys, String zone, int attempts, boolean hasOther) {
	}

	@Workflow
	public static class InfoWorkflow {

		@WorkflowMethod
		public Report run() {
			return new Report(Workflows.info(), List.copyOf(Workflows.memo().keys()),
					Workflows.memo().get("zone", String.class).orElseThrow(),
					Workflows.memo().get("attempts", Integer.class).orElseThrow(),
					Workflows.memo().get("other", String.class).isPresent());
		}

	}

}
