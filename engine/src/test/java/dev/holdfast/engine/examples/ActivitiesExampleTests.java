package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityCancellationType;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Local;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class ActivitiesExampleTests {

	@EngineTest
	void importing(EngineRig rig) {
		EngineRig.Node node = start(rig);
		assertThat(node.client().workflow(ImportWorkflow::run, 5).start().result(EngineRig.PATIENCE)).isEqualTo(5);
	}

	@EngineTest
	void rates(EngineRig rig) {
		EngineRig.Node node = start(rig);
		assertThat(node.client().workflow(ConvertWorkflow::run, 100).start().result(EngineRig.PATIENCE)).isEqualTo(108);
	}

	@EngineTest
	void approval(EngineRig rig) {
		EngineRig.Node node = start(rig);
		WorkflowHandle<ExpenseWorkflow, String> handle = node.client().workflow(ExpenseWorkflow::run, "taxi").start();
		Approvals approvals = node.bean(Approvals.class);
		EngineRig.await(() -> !approvals.mails.isEmpty());
		new ApprovalController(node.bean(ActivityCompletionClient.class)).decide(approvals.mails.get(0), "granted");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("taxi: granted");
	}

	@EngineTest
	void local(EngineRig rig) {
		EngineRig.Node node = start(rig);
		assertThat(node.client().workflow(PriceWorkflow::run, "tea").start().result(EngineRig.PATIENCE)).isEqualTo(6);
	}

	private static EngineRig.Node start(EngineRig rig) {
		return rig.startNode(ImportWorkflow.class, Importer.class, ConvertWorkflow.class, Rates.class,
				ExpenseWorkflow.class, Approvals.class, PriceWorkflow.class, Catalog.class);
	}

	// tag::heartbeat[]
	@Activity
	public static class Importer {

		@ActivityMethod(startToCloseTimeout = "2h", heartbeatTimeout = "30s",
				retry = @Retry(maximumInterval = "1m", nonRetryable = IllegalArgumentException.class))
		public int importLines(int lines) {
			int done = Activities.heartbeatDetails(Integer.class).orElse(0);
			while (done < lines) {
				importLine(done++);
				Activities.heartbeat(done);
			}
			return done;
		}
		// end::heartbeat[]

		private void importLine(int line) {
		}

	}

	@Workflow
	public static class ImportWorkflow {

		@WorkflowMethod
		public int run(int lines) {
			// tag::cancellation[]
			try {
				return Workflows.activity(Importer::importLines, lines)
					.cancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
					.execute();
			}
			catch (ActivityFailure ex) {
				if (ex.getCause() instanceof CanceledFailure) {
					Workflows.logger().info("The import has stopped");
				}
				throw ex;
			}
			// end::cancellation[]
		}

	}

	// tag::stage[]
	@Activity
	public static class Rates {

		@ActivityMethod(startToCloseTimeout = "10s")
		public CompletionStage<Integer> percent(String currency) {
			CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> 108);
			Activities.cancellation().onCancellation(() -> answer.cancel(true));
			return answer;
		}

	}
	// end::stage[]

	@Workflow
	public static class ConvertWorkflow {

		@WorkflowMethod
		public int run(int amount) {
			// tag::stage-call[]
			int percent = Workflows.activity(Rates::percent, "USD").execute();
			// end::stage-call[]
			return amount * percent / 100;
		}

	}

	// tag::later[]
	@Activity
	public static class Approvals {

		final List<String> mails = new CopyOnWriteArrayList<>();

		@ActivityMethod(startToCloseTimeout = "7d")
		public String ask(String expense) {
			String token = Activities.completeLater();
			this.mails.add(token); // somebody gets a link with the token in it
			return "what is returned here does not count";
		}

	}

	public static class ApprovalController {

		private final ActivityCompletionClient activities;

		public ApprovalController(ActivityCompletionClient activities) {
			this.activities = activities;
		}

		public void decide(String token, String decision) {
			this.activities.complete(token, decision);
		}

	}
	// end::later[]

	@Workflow
	public static class ExpenseWorkflow {

		private final Approvals approvals;

		public ExpenseWorkflow(Approvals approvals) {
			this.approvals = approvals;
		}

		@WorkflowMethod
		public String run(String expense) {
			return expense + ": " + this.approvals.ask(expense);
		}

	}

	@Activity
	public static class Catalog {

		@ActivityMethod(startToCloseTimeout = "5s")
		public int price(String article) {
			return article.length();
		}

	}

	// tag::local[]
	@Workflow
	public static class PriceWorkflow {

		private final Catalog catalog;

		public PriceWorkflow(@Local Catalog catalog) {
			this.catalog = catalog;
		}

		@WorkflowMethod
		public int run(String article) {
			int price = this.catalog.price(article);
			int shipping = Workflows.localActivity(Catalog::price, "box")
				.startToCloseTimeout(Duration.ofSeconds(1))
				.execute();
			return price + shipping;
		}

	}
	// end::local[]

}
