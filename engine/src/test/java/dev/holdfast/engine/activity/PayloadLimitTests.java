package dev.holdfast.engine.activity;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PayloadLimitTests {

	private static final int LIMIT = 2 * 1024 * 1024;

	/** An array of one string has two brackets and two quotes. */
	private static final String LARGEST = "x".repeat(LIMIT - 4);

	@EngineTest
	void anArgumentThatIsTooLargeStartsNothingAndWritesNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Echo.class, Mirror.class);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> client.workflow(Echo::run, LARGEST + "x").id("large").start())
			.withMessageContaining("Echo")
			.satisfies((ex) -> {
				assertThat(ex.size()).isEqualTo(LIMIT + 1);
				assertThat(ex.limit()).isEqualTo(LIMIT);
			});
		assertNothingWritten(rig);
	}

	@EngineTest
	void theLargestArgumentIsCarriedThroughActivityAndResult(EngineRig rig) {
		WorkflowClient client = rig.start(Echo.class, Mirror.class);
		assertThat(client.workflow(Echo::run, LARGEST).id("largest").execute()).isEqualTo(LARGEST);
	}

	@EngineTest
	void anArgumentThatCannotBeWrittenStartsNothingAndWritesNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Anything.class);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> client.workflow(Anything::run, new Object()).id("object").start())
			.withMessageContaining("The input of workflow Anything cannot be written as JSON");
		assertNothingWritten(rig);
	}

	@EngineTest
	void aMemoThatIsTooLargeStartsNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Echo.class, Mirror.class);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> client.workflow(Echo::run, "x").memo("note", "x".repeat(LIMIT)).start())
			.withMessageContaining("note");
		assertNothingWritten(rig);
	}

	@EngineTest
	void aSignalThatIsTooLargeIsNotSent(EngineRig rig) {
		WorkflowClient client = rig.start(Waiting.class);
		WorkflowHandle<Waiting, Integer> handle = client.workflow(Waiting::run).id("waiting").start();
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> handle.signal(Waiting::word, LARGEST + "x"));
		rig.awaitQuiet();
		assertThat(count(rig, "holdfast_inbox")).isZero();
		handle.signal(Waiting::word, "short");
		assertThat(handle.result()).isEqualTo(5);
	}

	@EngineTest
	void anActivityIsNotCalledWithAnArgumentThatIsTooLarge(EngineRig rig) {
		rig.maxTaskAttempts(1);
		EngineRig.Node node = rig.startNode(Doubling.class, Mirror.class);
		WorkflowHandle<?, String> handle = node.client().workflow(Doubling::run, LARGEST).id("doubling").start();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() == 1);
		assertThat(handle.describe().lastTaskFailure()).contains("The arguments of activity Mirror.mirror")
			.contains("too large");
		assertThat(handle.history().events()).extracting("type").containsExactly("WorkflowStarted");
		assertThat(node.bean(Mirror.class).calls).hasValue(0);
	}

	private static void assertNothingWritten(EngineRig rig) {
		rig.awaitQuiet();
		for (String table : List.of("execution", "run", "current_run", "event", "inbox", "activity_task")) {
			assertThat(count(rig, "holdfast_" + table)).as(table).isZero();
		}
	}

	private static int count(EngineRig rig, String table) {
		Integer rows = rig.jdbc().queryForObject("select count(*) from " + table, Integer.class);
		return (rows != null) ? rows : -1;
	}

	@Workflow
	public static class Echo {

		private final Mirror mirror;

		public Echo(Mirror mirror) {
			this.mirror = mirror;
		}

		@WorkflowMethod
		public String run(String text) {
			return this.mirror.mirror(text);
		}

	}

	@Workflow
	public static class Doubling {

		private final Mirror mirror;

		public Doubling(Mirror mirror) {
			this.mirror = mirror;
		}

		@WorkflowMethod
		public String run(String text) {
			return this.mirror.mirror(text + text);
		}

	}

	@Workflow
	public static class Anything {

		@WorkflowMethod
		public void run(Object anything) {
		}

	}

	@Workflow
	public static class Waiting {

		private String word = "";

		@WorkflowMethod
		public int run() {
			Workflows.await(() -> !this.word.isEmpty());
			return this.word.length();
		}

		@SignalMethod
		public void word(String word) {
			this.word = word;
		}

	}

	@Activity
	public static class Mirror {

		final AtomicInteger calls = new AtomicInteger();

		@ActivityMethod(startToCloseTimeout = "5s")
		public String mirror(String text) {
			this.calls.incrementAndGet();
			return text;
		}

	}

}
