package dev.holdfast.engine.examples;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;

class NamesExampleTests {

	@EngineTest
	void namesAndTaskQueuesOfTheAnnotationsAreUsed(EngineRig rig) {
		WorkflowClient client = rig.start(PaymentWorkflow.class, Gateway.class);
		WorkflowHandle<PaymentWorkflow, String> handle = client.workflow(PaymentWorkflow::run, "10.00")
			.id("payment-1")
			.start();
		assertThat(handle.result()).isEqualTo("gateway.charge on gateway-queue: 10.00");
		assertThat(handle.describe().execution().workflowType()).isEqualTo("payment");
		assertThat(handle.describe().execution().taskQueue()).isEqualTo("payments");
		assertThat(client.workflow("payment", String.class, "2.50").execute()).endsWith("2.50");
		assertThat(handle.history().events()).noneSatisfy((event) -> assertThat(event.attributes() + event.data())
			.contains(PaymentWorkflow.class.getSimpleName()));
	}

	@Workflow(name = "payment", taskQueue = "payments")
	public static class PaymentWorkflow {

		private final Gateway gateway;

		public PaymentWorkflow(Gateway gateway) {
			this.gateway = gateway;
		}

		@WorkflowMethod
		public String run(String amount) {
			return this.gateway.chargeCard(amount);
		}

	}

	@Activity(name = "gateway", taskQueue = "gateway-queue")
	public static class Gateway {

		@ActivityMethod(name = "charge", startToCloseTimeout = "5s")
		public String chargeCard(String amount) {
			return Activities.info().activityType() + " on " + Activities.info().taskQueue() + ": " + amount;
		}

	}

}
