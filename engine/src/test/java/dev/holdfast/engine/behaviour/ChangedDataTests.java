package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Executions whose stored data has the form of an earlier build of the application. */
class ChangedDataTests {

	/**
	 * Runs the workflow with the first build up to its signal, and goes on with another.
	 */
	private static EngineRig.Node upgrade(EngineRig rig, String input, Class<?>... beans) {
		rig.maxTaskAttempts(1);
		EngineRig.Node old = rig.startNode(OldOrders.class, OldShop.class);
		WorkflowHandle<OldOrders, String> handle = old.client()
			.workflow(OldOrders::run, new OldOrder("book", 3, OldColor.valueOf(input)))
			.id("o")
			.start();
		EngineRig.await(() -> Look.types(handle).contains("ActivityCompleted"));
		old.stop();
		EngineRig.Node next = rig.startNode(beans);
		next.client().handle("o").signal("go", new OldOrder("pen", 1, OldColor.RED));
		return next;
	}

	@EngineTest
	void goOnWhenFieldsWereAddedAndRemoved(EngineRig rig) {
		EngineRig.Node node = upgrade(rig, "RED", NewOrders.class, NewShop.class);
		WorkflowHandle<?, ?> handle = node.client().handle("o");
		assertThat(Look.result(handle)).isEqualTo("NewOrder[item=book, color=RED, note=null, priority=0]"
				+ " NewOrder[item=book, color=RED, note=null, priority=0]"
				+ " NewOrder[item=pen, color=RED, note=null, priority=0]");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void goOnWhenAFieldWasRenamedAndSaysItsOldName(EngineRig rig) {
		EngineRig.Node node = upgrade(rig, "RED", RenamedOrders.class, RenamedShop.class);
		assertThat(Look.result(node.client().handle("o")))
			.isEqualTo("RenamedOrder[article=book, amount=3] RenamedOrder[article=book, amount=3]"
					+ " RenamedOrder[article=pen, amount=1]");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void failActivitiesWhoseArgumentsHaveAnotherTypeThanTheyWereCalledWith(EngineRig rig) {
		EngineRig.Node old = rig.startNode(QueuedOrders.class, OldShop.class);
		WorkflowHandle<QueuedOrders, String> handle = old.client()
			.workflow(QueuedOrders::run, new OldOrder("book", 3, OldColor.RED))
			.id("q")
			.start();
		EngineRig.await(() -> Look.types(handle).contains("ActivityScheduled"));
		rig.awaitQuiet();
		old.stop();
		rig.worker("shop", new WorkerSettings(8, 50));
		EngineRig.Node next = rig.startNode(QueuedOrders.class, OtherShop.class);
		WorkflowHandle<?, ?> found = next.client().handle("q");
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> !Look.status(found).isOpen());
		assertThat((String) Look.result(found)).startsWith("NON_RETRYABLE_FAILURE")
			.contains("Shop.check", "[\"item\"]");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void waitForABuildThatKnowsAConstantOfAnEnumThatWasRemoved(EngineRig rig) {
		EngineRig.Node node = upgrade(rig, "MAUVE", NewOrders.class, NewShop.class);
		WorkflowHandle<?, ?> handle = node.client().handle("o");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("The input of workflow Orders", "MAUVE",
				"[\"color\"]");
		assertThat(Look.types(handle)).as("nothing is destroyed")
			.containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted");
		repair(rig, node, "OldOrder[item=book, quantity=3, color=MAUVE] "
				+ "OldOrder[item=book, quantity=3, color=MAUVE] OldOrder[item=pen, quantity=1, color=RED]");
	}

	@EngineTest
	void waitForABuildThatReadsAFieldWhoseTypeHasChanged(EngineRig rig) {
		EngineRig.Node node = upgrade(rig, "RED", OtherOrders.class, OtherShop.class);
		WorkflowHandle<?, ?> handle = node.client().handle("o");
		Look.awaitStatus(handle, WorkflowStatus.STUCK);
		assertThat(handle.describe().lastTaskFailure()).contains("The input of workflow Orders", "[\"item\"]");
		repair(rig, node, "OldOrder[item=book, quantity=3, color=RED] OldOrder[item=book, quantity=3, color=RED]"
				+ " OldOrder[item=pen, quantity=1, color=RED]");
	}

	@EngineTest
	void dropSignalsThatCannotBeReadAnyMoreAndSaySo(EngineRig rig) {
		EngineRig.Node node = upgrade(rig, "RED", PatientOrders.class, NewShop.class);
		WorkflowHandle<?, ?> handle = node.client().handle("o");
		EngineRig.await(() -> Look.types(handle).contains("SignalDropped"));
		assertThat(Look.status(handle)).isEqualTo(WorkflowStatus.RUNNING);
		handle.signal("go", new OtherOrder(List.of("pen")));
		assertThat(Look.result(handle)).isEqualTo("OtherOrder[item=[pen]]");
	}

	private static void repair(EngineRig rig, EngineRig.Node broken, String result) {
		broken.stop();
		WorkflowClient client = rig.start(OldOrders.class, OldShop.class);
		rig.advance(Duration.ofSeconds(1));
		assertThat(Look.result(client.handle("o"))).isEqualTo(result);
		Invariants.check(rig.jdbc());
	}

	enum OldColor {

		RED, MAUVE

	}

	enum NewColor {

		GREEN, RED

	}

	record OldOrder(String item, int quantity, OldColor color) {
	}

	record NewOrder(String item, NewColor color, @Nullable String note, int priority) {
	}

	record RenamedOrder(@JsonAlias("item") String article, @JsonAlias("quantity") int amount) {
	}

	record OtherOrder(List<String> item) {
	}

	@Workflow(name = "Orders")
	public static class OldOrders {

		private @Nullable OldOrder told;

		@WorkflowMethod
		public String run(OldOrder order) {
			OldOrder checked = Workflows.activity(OldShop::check, order).execute();
			Workflows.await(() -> this.told != null);
			return order + " " + checked + " " + this.told;
		}

		@SignalMethod
		public void go(OldOrder order) {
			this.told = order;
		}

	}

	@Workflow(name = "Orders")
	public static class NewOrders {

		private @Nullable NewOrder told;

		@WorkflowMethod
		public String run(NewOrder order) {
			NewOrder checked = Workflows.activity(NewShop::check, order).execute();
			Workflows.await(() -> this.told != null);
			return order + " " + checked + " " + this.told;
		}

		@SignalMethod
		public void go(NewOrder order) {
			this.told = order;
		}

	}

	@Workflow(name = "Orders")
	public static class RenamedOrders {

		private @Nullable RenamedOrder told;

		@WorkflowMethod
		public String run(RenamedOrder order) {
			RenamedOrder checked = Workflows.activity(RenamedShop::check, order).execute();
			Workflows.await(() -> this.told != null);
			return order + " " + checked + " " + this.told;
		}

		@SignalMethod
		public void go(RenamedOrder order) {
			this.told = order;
		}

	}

	/** Its activity waits for a worker of another task queue. */
	@Workflow
	public static class QueuedOrders {

		@WorkflowMethod
		public String run(OldOrder order) {
			try {
				return Workflows.activity("Shop.check", Object.class, order).taskQueue("shop").execute().toString();
			}
			catch (ActivityFailure failure) {
				return failure.retryState() + ": " + failure.getCause();
			}
		}

	}

	@Workflow(name = "Orders")
	public static class OtherOrders {

		@WorkflowMethod
		public String run(OtherOrder order) {
			return Workflows.activity(OtherShop::check, order).execute().toString();
		}

		@SignalMethod
		public void go(OldOrder order) {
		}

	}

	@Workflow(name = "Orders")
	public static class PatientOrders {

		private @Nullable OtherOrder told;

		@WorkflowMethod
		public String run(NewOrder order) {
			Workflows.activity(NewShop::check, order).execute();
			Workflows.await(() -> this.told != null);
			return String.valueOf(this.told);
		}

		@SignalMethod
		public void go(OtherOrder order) {
			this.told = order;
		}

	}

	@Activity(name = "Shop")
	public static class OldShop {

		@ActivityMethod(startToCloseTimeout = "5s")
		public OldOrder check(OldOrder order) {
			return order;
		}

	}

	@Activity(name = "Shop")
	public static class NewShop {

		@ActivityMethod(startToCloseTimeout = "5s")
		public NewOrder check(NewOrder order) {
			return order;
		}

	}

	@Activity(name = "Shop")
	public static class RenamedShop {

		@ActivityMethod(startToCloseTimeout = "5s")
		public RenamedOrder check(RenamedOrder order) {
			return order;
		}

	}

	@Activity(name = "Shop")
	public static class OtherShop {

		@ActivityMethod(startToCloseTimeout = "5s")
		public OtherOrder check(OtherOrder order) {
			return order;
		}

	}

}
