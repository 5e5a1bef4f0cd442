package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.UpdateStage;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.payload.Arguments;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever messages come in whatever order, a replay makes the same of them. */
class MessageReplayTests {

	private static final ParameterizedTypeReference<List<String>> LOG = new ParameterizedTypeReference<>() {
	};

	@EngineTest
	void ofAnythingThatIsSentIsExact(EngineRig rig) {
		WorkflowClient client = rig.start(Free.class, OneByOne.class);
		send(rig, client.workflow(Free::run).start(), 1);
		send(rig, client.workflow(Free::run).start(), 2);
	}

	@EngineTest
	void ofSerialHandlersIsExact(EngineRig rig) {
		WorkflowClient client = rig.start(Free.class, OneByOne.class);
		send(rig, client.workflow(OneByOne::run).start(), 3);
		send(rig, client.workflow(OneByOne::run).start(), 4);
	}

	@EngineTest
	void isExactForRunsThatLeaveTheMemoryAllTheTime(EngineRig rig) {
		rig.maxRuns(1);
		WorkflowClient client = rig.start(Free.class, OneByOne.class);
		WorkflowHandle<Free, List<String>> other = client.workflow(Free::run).start();
		send(rig, client.workflow(Free::run).start(), 5);
		other.terminate("was only in the way");
	}

	@EngineTest
	void anUpdateWaitsForItsHandlerUntilTheTaskEnds(EngineRig rig) {
		WorkflowClient client = rig.start(Free.class, OneByOne.class);
		List<UpdateHandle<String>> updates = new ArrayList<>();
		rig.inTransaction(() -> {
			WorkflowHandle<Free, List<String>> handle = client.workflow(Free::run).id("late").start();
			updates.add(handle.startUpdate("late", String.class, "x").start());
		});
		assertThat(updates.get(0).result()).isEqualTo("late x");
		WorkflowHandle<Free, ?> handle = client.handle(Free.class, "late");
		assertThat(handle.query("log", LOG)).containsExactly("main", "late x");
		handle.signal("end");
		Look.awaitStatus(handle, WorkflowStatus.COMPLETED);
		assertThat(handle.query("log", LOG)).containsExactly("main", "late x");
	}

	private static void send(EngineRig rig, WorkflowHandle<? extends Free, List<String>> handle, long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 12; i++) {
			int round = i;
			rig.inTransaction(() -> {
				for (int n = random.nextInt(6); n >= 0; n--) {
					String value = round + "." + n;
					switch (random.nextInt(10)) {
						case 0 -> handle.signal("note", value);
						case 1 -> handle.signal("slow", value);
						case 2 -> handle.signal("note", List.of(value));
						case 3 -> handle.signal("open " + random.nextInt(3), value);
						case 4 -> handle.signal("listen", "open " + random.nextInt(3));
						case 5 -> handle.startUpdate("change", String.class, value).start();
						case 6 -> handle.startUpdate("change", String.class, "").start();
						case 7 -> handle.startUpdate("slowChange", String.class, value).start();
						case 8 -> handle.startUpdate("unknown", String.class, value).start();
						default -> handle.startUpdate("late", String.class, value).start();
					}
				}
			});
			if (random.nextBoolean()) {
				rig.advance(Duration.ofSeconds(random.nextInt(40)));
			}
			if (random.nextInt(3) == 0) {
				try {
					handle.startUpdate("change", String.class, random.nextBoolean() ? "" : "now")
						.waitFor(UpdateStage.ACCEPTED)
						.start();
				}
				catch (WorkflowUpdateException ex) {
					assertThat(ex.reason()).isEqualTo(WorkflowUpdateException.Reason.REJECTED);
				}
			}
		}
		handle.signal("end");
		Look.advanceUntil(rig, Duration.ofSeconds(20), () -> !Look.status(handle).isOpen());
		assertThat(Look.types(handle)).contains("SignalDropped", "UpdateAccepted").doesNotContain("WorkflowFailed");
		assertThat(handle.query("log", LOG)).isEqualTo(Look.result(handle));
		Invariants.check(rig.jdbc());
	}

	@Workflow
	public static class Free {

		private final List<String> log = new ArrayList<>();

		private boolean ended;

		@WorkflowMethod
		public List<String> run() {
			this.log.add("main");
			Workflows.onUpdate("late", this::late);
			Workflows.await(() -> this.ended && Workflows.everyHandlerFinished());
			return this.log;
		}

		private String late(Arguments arguments) {
			this.log.add("late " + arguments.get(0, String.class));
			return this.log.get(this.log.size() - 1);
		}

		@SignalMethod
		public void note(String value) {
			this.log.add("note " + value);
		}

		@SignalMethod
		public void slow(String value) {
			this.log.add("slow " + value);
			Workflows.sleep(Duration.ofSeconds(30));
			this.log.add("slow end " + value);
		}

		@SignalMethod
		public void listen(String name) {
			int count = this.log.size();
			Workflows.onSignal(name, String.class, (value) -> this.log.add(name + " since " + count + ": " + value));
		}

		@UpdateValidatorMethod(update = "change")
		public void validateChange(String value) {
			if (value.isEmpty()) {
				throw new IllegalArgumentException("nothing to change");
			}
		}

		@UpdateMethod
		public String change(String value) {
			this.log.add("change " + value);
			if (this.log.size() % 5 == 0) {
				throw ApplicationFailure.of("fifth", "every fifth fails");
			}
			return value;
		}

		@UpdateMethod
		public String slowChange(String value) {
			this.log.add("slowChange " + value);
			String drawn = Workflows.randomUuid().toString();
			Workflows.sleep(Duration.ofSeconds(20));
			this.log.add("slowChange end " + value + " " + drawn);
			return value;
		}

		@SignalMethod
		public void end() {
			this.ended = true;
		}

		@QueryMethod
		public List<String> log() {
			return this.log;
		}

	}

	@Workflow(serialHandlers = true)
	public static class OneByOne extends Free {

		@Override
		@WorkflowMethod
		public List<String> run() {
			return super.run();
		}

	}

}
