package dev.holdfast.engine.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowQueryException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Values that cannot be stored are refused wherever they come in. */
class UnwritableValuesTests {

	private static final Map<String, Supplier<Object>> VALUES = Map.of("thread", Thread::currentThread, "lambda",
			() -> (Runnable) () -> {
			}, "stream", () -> List.of(1).stream(), "circle", () -> {
				List<Object> circle = new ArrayList<>();
				circle.add(circle);
				return circle;
			}, "large", () -> "x".repeat(2 * 1024 * 1024), "key", () -> Map.of(Map.of(), 1));

	static Object value(String kind) {
		return VALUES.get(kind).get();
	}

	@EngineTest
	void atTheBorderOfTheClientNothingIsWritten(EngineRig rig) {
		WorkflowClient client = rig.start(Patient.class);
		for (String kind : VALUES.keySet()) {
			Object value = value(kind);
			refused(kind, () -> client.workflow(Patient::run, value).start(), "The input of workflow Patient");
			refused(kind, () -> client.workflow(Patient::run, "x").memo("note", value).start(), "'note'");
		}
		rig.awaitQuiet();
		assertThat(count(rig, "holdfast_execution")).isZero();
		WorkflowHandle<Patient, String> handle = client.workflow(Patient::run, "x").id("w").start();
		for (String kind : VALUES.keySet()) {
			Object value = value(kind);
			refused(kind, () -> handle.signal(Patient::done, value), "signal 'done'");
			refused(kind, () -> handle.query(Patient::echo, value), "query 'echo'");
			refused(kind, () -> handle.update(Patient::change, value), "update 'change'");
			refused(kind, () -> handle.startUpdate(Patient::change, value).start(), "update 'change'");
			refused(kind, () -> client.workflow(Patient::run, "x").id("w").signalWithStart(Patient::done, value),
					"signal 'done'");
			refused(kind,
					() -> client.workflow(Patient::run, "x")
						.id("w2")
						.idConflictPolicy(WorkflowIdConflictPolicy.FAIL)
						.updateWithStart(Patient::change, value),
					"update 'change'");
			assertThatExceptionOfType(WorkflowQueryException.class).as(kind)
				.isThrownBy(() -> handle.query(Patient::give, kind))
				.withMessageContaining("query 'give'");
		}
		rig.awaitQuiet();
		assertThat(count(rig, "holdfast_inbox")).isZero();
		assertThat(handle.history().events()).extracting("type").containsExactly("WorkflowStarted");
		handle.signal(Patient::done, "done");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("done");
	}

	private static void refused(String kind, Runnable call, String where) {
		Class<? extends PayloadException> type = kind.equals("large") ? PayloadTooLargeException.class
				: PayloadException.class;
		assertThatExceptionOfType(type).as(kind).isThrownBy(call::run).withMessageContaining(where);
	}

	@EngineTest
	void atTheBorderOfWorkflowCodeTheCallThrowsAndNothingIsRecorded(EngineRig rig) {
		WorkflowClient client = rig.start(Careless.class, Patient.class, Helper.class);
		for (String where : List.of("activity", "local", "child", "sideEffect", "mutable", "memo", "external",
				"next")) {
			WorkflowHandle<?, List<String>> handle = client.workflow(Careless::run, where).start();
			List<String> messages = handle.result(EngineRig.PATIENCE);
			assertThat(messages).hasSize(VALUES.size())
				.allSatisfy((message) -> assertThat(message).startsWith("refused: "));
			assertThat(handle.history().events()).extracting("type")
				.containsExactly("WorkflowStarted", "WorkflowCompleted");
		}
	}

	@EngineTest
	void aResultThatCannotBeWrittenFailsTheTaskAndLeavesTheRunOpen(EngineRig rig) {
		rig.maxTaskAttempts(1);
		WorkflowClient client = rig.start(Giving.class);
		for (String kind : VALUES.keySet()) {
			WorkflowHandle<?, ?> handle = client.workflow(Giving::run, kind).start();
			EngineRig.await(() -> handle.describe().execution().status() == WorkflowStatus.STUCK);
			assertThat(handle.describe().lastTaskFailure()).as(kind).contains("The result of workflow Giving");
			assertThat(handle.history().events()).hasSize(1);
		}
	}

	@EngineTest
	void atTheBorderOfAnActivityItFailsForGood(EngineRig rig) {
		WorkflowClient client = rig.start(Asking.class, Helper.class);
		for (String kind : VALUES.keySet()) {
			for (boolean asHeartbeat : List.of(true, false)) {
				WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class,
						() -> client.workflow(Asking::run, kind, asHeartbeat).execute());
				ActivityFailure activity = (ActivityFailure) failed.getCause();
				assertThat(activity.retryState()).as(kind).isEqualTo(RetryState.NON_RETRYABLE_FAILURE);
				ApplicationFailure cause = (ApplicationFailure) activity.getCause();
				assertThat(cause.type()).startsWith("dev.holdfast.payload.Payload");
				assertThat(cause.reason())
					.contains(asHeartbeat ? "The details of a heartbeat" : "The result of activity Helper.give");
			}
		}
	}

	@EngineTest
	void argumentsThatDoNotFitAreRefusedWithTheSignature(EngineRig rig) {
		WorkflowClient client = rig.start(Exact.class);
		for (List<Object> wrong : List.of(List.of(), List.<Object>of(1), List.<Object>of(1, "x", 3))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> client.workflow("Exact", String.class, wrong.toArray()).start())
				.withMessageContaining("Exact.run(int,java.lang.String)");
		}
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> client.workflow("Exact", String.class, "one", "x").start())
			.withMessageContaining("argument 1")
			.withMessageContaining("Exact.run(int,java.lang.String)");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> client.workflow("Exact", String.class, null, "x").start())
			.withMessageContaining("argument 1")
			.withMessageContaining("null");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> client.workflow(Exact::run, (Integer) null, "x").start());
		rig.awaitQuiet();
		assertThat(count(rig, "holdfast_execution")).isZero();
		assertThat(client.workflow("Exact", String.class, 7L, null).execute()).isEqualTo("7 null");
	}

	private static int count(EngineRig rig, String table) {
		Integer rows = rig.jdbc().queryForObject("select count(*) from " + table, Integer.class);
		return (rows != null) ? rows : -1;
	}

	@Workflow
	public static class Patient {

		private String word = "";

		@WorkflowMethod
		public String run(Object anything) {
			Workflows.await(() -> !this.word.isEmpty());
			return this.word;
		}

		@SignalMethod
		public void done(Object word) {
			this.word = word.toString();
		}

		@UpdateMethod
		public Object change(Object anything) {
			return anything;
		}

		@QueryMethod
		public Object echo(Object anything) {
			return anything;
		}

		@QueryMethod
		public Object give(String kind) {
			return value(kind);
		}

	}

	@Workflow
	public static class Careless {

		private final Helper helper;

		public Careless(Helper helper) {
			this.helper = helper;
		}

		@WorkflowMethod
		public List<String> run(String where) {
			List<String> messages = new ArrayList<>();
			for (String kind : List.of("thread", "lambda", "stream", "circle", "large", "key")) {
				try {
					switch (where) {
						case "activity" -> this.helper.take(value(kind));
						case "local" -> Workflows.localActivity(Helper::take, value(kind)).execute();
						case "child" -> Workflows.child(Patient::run, value(kind)).execute();
						case "mutable" -> Workflows.mutableSideEffect("m", Object.class, () -> value(kind));
						case "memo" -> Workflows.upsertMemo("note", value(kind));
						case "external" -> Workflows.external("other").signal("done", value(kind));
						case "next" -> Workflows.continueAsNew(value(kind));
						default -> Workflows.sideEffect(Object.class, () -> value(kind));
					}
					messages.add("taken");
				}
				catch (PayloadException ex) {
					messages.add("refused: " + ex.getMessage());
				}
			}
			return messages;
		}

	}

	@Workflow
	public static class Giving {

		@WorkflowMethod
		public Object run(String kind) {
			return value(kind);
		}

	}

	@Workflow
	public static class Asking {

		private final Helper helper;

		public Asking(Helper helper) {
			this.helper = helper;
		}

		@WorkflowMethod
		public void run(String kind, boolean asHeartbeat) {
			this.helper.give(kind, asHeartbeat);
		}

	}

	@Activity
	public static class Helper {

		@ActivityMethod(startToCloseTimeout = "5s")
		public void take(Object anything) {
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public Object give(String kind, boolean asHeartbeat) {
			if (asHeartbeat) {
				Activities.heartbeat(value(kind));
			}
			return value(kind);
		}

	}

	@Workflow
	public static class Exact {

		@WorkflowMethod
		public String run(int number, String text) {
			return number + " " + text;
		}

	}

}
