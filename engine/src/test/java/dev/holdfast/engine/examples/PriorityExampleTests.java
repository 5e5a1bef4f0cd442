package dev.holdfast.engine.examples;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What the reference shows of priorities. */
class PriorityExampleTests {

	@EngineTest
	void isGivenAtTheStartAndAtTheCall(EngineRig rig) {
		WorkflowClient client = rig.start(Order.class, Shop.class);
		String tenant = "north";
		// tag::start[]
		WorkflowHandle<Order, String> handle = client.workflow(Order::run)
			.priority(Priority.of(2).fairness(tenant, 1.5))
			.start();
		// end::start[]
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("charged at 1 for north, mailed at 2 for north");
	}

	@Workflow
	public static class Order {

		@WorkflowMethod
		public String run() {
			// tag::activity[]
			String charged = Workflows.activity(Shop::charge).priority(Priority.of(1)).execute();
			// end::activity[]
			return charged + ", " + Workflows.activity(Shop::mail).execute();
		}

	}

	@Activity
	public static class Shop {

		@ActivityMethod(startToCloseTimeout = "10s")
		public String charge() {
			return "charged " + told();
		}

		@ActivityMethod(startToCloseTimeout = "10s")
		public String mail() {
			return "mailed " + told();
		}

		private static String told() {
			Priority priority = Activities.info().priority();
			return "at " + priority.effectiveKey() + " for " + priority.fairnessKey();
		}

	}

}
