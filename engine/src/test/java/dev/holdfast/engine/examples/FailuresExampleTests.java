package dev.holdfast.engine.examples;

import java.util.Map;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.FailureCategory;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FailuresExampleTests {

	@EngineTest
	void theWorkflowReadsTheDetailsOfAFailure(EngineRig rig) {
		WorkflowClient client = rig.start(Purchase.class, Shop.class);
		assertThat(client.workflow(Purchase::run, "book").id("purchase").execute()).isEqualTo("only 3 left");
	}

	@EngineTest
	void theClientSeesTheWholeTree(EngineRig rig) {
		WorkflowClient client = rig.start(Purchase.class, Shop.class);
		WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class,
				() -> client.workflow(Purchase::run, "unicorn").id("purchase").execute());
		// tag::client[]
		ActivityFailure activity = (ActivityFailure) failed.getCause();
		ApplicationFailure cause = (ApplicationFailure) activity.getCause();
		assertThat(activity.activityType()).isEqualTo("Shop.buy");
		assertThat(cause.type()).isEqualTo("unknown-item");
		assertThat(cause.originalStackTrace()).contains("Shop.buy");
		// end::client[]
	}

	public record Shortage(String item, int left) {
	}

	// tag::activity[]
	@Activity
	public static class Shop {

		private final Map<String, Integer> stock = Map.of("book", 3);

		@ActivityMethod(startToCloseTimeout = "5s")
		public void buy(String item, int quantity) {
			Integer left = this.stock.get(item);
			if (left == null) {
				throw ApplicationFailure.nonRetryable("unknown-item", "There is no " + item);
			}
			if (left < quantity) {
				throw ApplicationFailure.nonRetryable("out-of-stock", "Not enough of " + item)
					.withDetails(new Shortage(item, left))
					.withCategory(FailureCategory.BENIGN);
			}
		}

	}
	// end::activity[]

	// tag::workflow[]
	@Workflow
	public static class Purchase {

		private final Shop shop;

		public Purchase(Shop shop) {
			this.shop = shop;
		}

		@WorkflowMethod
		public String run(String item) {
			try {
				this.shop.buy(item, 5);
				return "bought";
			}
			catch (ActivityFailure ex) {
				if (ex.getCause() instanceof ApplicationFailure failure && failure.type().equals("out-of-stock")) {
					Shortage shortage = failure.details(Shortage.class).orElseThrow();
					return "only " + shortage.left() + " left";
				}
				throw ex;
			}
		}

	}
	// end::workflow[]

}
