package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ExternalWorkflowFailure;
import dev.holdfast.payload.Arguments;
import dev.holdfast.workflow.ChildCancellationType;
import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.DynamicWorkflow;
import dev.holdfast.workflow.ExternalWorkflow;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

class OtherExecutionsExampleTests {

	@EngineTest
	void aParentSpeaksToItsChild(EngineRig rig) {
		WorkflowClient client = rig.start(BasketWorkflow.class, ShopperWorkflow.class);
		assertThat(client.workflow(ShopperWorkflow::run).execute()).containsExactly("bread", "salt");
	}

	@EngineTest
	void anExecutionSpeaksToAnother(EngineRig rig) {
		WorkflowClient client = rig.start(BasketWorkflow.class, AdvertWorkflow.class);
		WorkflowHandle<BasketWorkflow, List<String>> basket = client.workflow(BasketWorkflow::run, 1)
			.id("basket-7")
			.start();
		assertThat(client.workflow(AdvertWorkflow::run, "7").execute()).isEqualTo("sent");
		assertThat(basket.result()).containsExactly("sample");
		assertThat(client.workflow(AdvertWorkflow::run, "8").execute()).startsWith("Signal 'add' was not delivered");
	}

	@EngineTest
	void oneWorkflowRunsWhateverIsDrawn(EngineRig rig) {
		WorkflowClient client = rig.start(DrawnWorkflow.class);
		assertThat(client.workflow("Onboarding", String.class, "Ann").execute()).isEqualTo("Onboarding of Ann");
	}

	@Workflow
	public static class BasketWorkflow {

		private final List<String> goods = new ArrayList<>();

		@WorkflowMethod
		public List<String> run(int size) {
			Workflows.await(() -> this.goods.size() >= size);
			return this.goods;
		}

		@SignalMethod
		public void add(String article) {
			this.goods.add(article);
		}

	}

	@Workflow
	public static class ShopperWorkflow {

		@WorkflowMethod
		public List<String> run() {
			// tag::child[]
			ChildHandle<List<String>> basket = Workflows.child(BasketWorkflow::run, 2)
				.id("basket-of-" + Workflows.info().workflowId())
				.executionTimeout(Duration.ofHours(1))
				.runTimeout(Duration.ofMinutes(30))
				.retryPolicy(RetryPolicy.maximumAttempts(3))
				.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
				.parentClosePolicy(ParentClosePolicy.REQUEST_CANCEL)
				.cancellationType(ChildCancellationType.TRY_CANCEL)
				.start();
			basket.signal(BasketWorkflow::add, "bread");
			basket.signal("add", "salt");
			List<String> goods = basket.result().get();
			// end::child[]
			return goods;
		}

	}

	@Workflow
	public static class AdvertWorkflow {

		// tag::external[]
		@WorkflowMethod
		public String run(String customer) {
			ExternalWorkflow<BasketWorkflow> basket = Workflows.external(BasketWorkflow.class, "basket-" + customer);
			try {
				basket.signal(BasketWorkflow::add, "sample");
				return "sent";
			}
			catch (ExternalWorkflowFailure failure) {
				return failure.getMessage();
			}
		}
		// end::external[]

	}

	// tag::dynamic[]
	@Workflow
	public static class DrawnWorkflow implements DynamicWorkflow {

		@Override
		public @Nullable Object execute(Arguments arguments) {
			return Workflows.info().workflowType() + " of " + arguments.get(0, String.class);
		}

	}
	// end::dynamic[]

}
