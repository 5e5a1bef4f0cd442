package dev.holdfast.engine.examples;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

class SearchExampleTests {

	// tag::keys[]
	private static final SearchAttributeKey<String> NOTE = SearchAttributeKey.text("Note");

	private static final SearchAttributeKey<Double> TOTAL = SearchAttributeKey.doubleNumber("Total");

	// end::keys[]

	@EngineTest
	void executionsAreFoundByWhatTheyAreAbout(EngineRig rig) {
		WorkflowClient client = rig.start(OrderWorkflow.class);
		Instant due = Instant.parse("2026-02-01T00:00:00Z");
		// tag::start[]
		WorkflowHandle<OrderWorkflow, String> handle = client.workflow(OrderWorkflow::run, "4711")
			.id("order-4711")
			.searchAttribute("Customer", "c-42")
			.searchAttribute("Tags", List.of("gift", "express"))
			.searchAttribute("Items", 3)
			.searchAttribute("Total", 99.5)
			.searchAttribute("Due", due)
			.searchAttribute(NOTE, "Please leave it at the door")
			.start();
		// end::start[]
		// tag::list[]
		for (WorkflowExecution execution : client.list("Customer = 'c-42' AND Status = 'RUNNING' AND Total > 50")) {
			Optional<Double> total = execution.searchAttribute(TOTAL);
			System.out.println(execution.workflowId() + " started at " + execution.startedAt() + ", total " + total);
		}
		// end::list[]
		assertThat(client.list("Tags = 'gift' AND Note = 'door' AND Due < '2026-03-01'")).hasSize(1);
		// tag::page[]
		WorkflowExecutionPage page = client.list("WorkflowType = 'OrderWorkflow'").page(50);
		String next = page.nextCursor();
		// end::page[]
		assertThat(page.executions()).hasSize(1);
		assertThat(next).isNull();
		// tag::count[]
		long late = client.count("Due < '2026-02-10' AND CloseTime IS NULL");
		Map<String, Long> byStatus = client.countBy("WorkflowType = 'OrderWorkflow'", "Status");
		// end::count[]
		assertThat(late).isEqualTo(1);
		assertThat(byStatus).containsExactly(Map.entry("RUNNING", 1L));
		handle.signal(OrderWorkflow::pay, new BigDecimal("99.50"));
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("paid");
		assertThat(client.count("Stage = 'paid' AND NOT Note IS NOT NULL")).isEqualTo(1);
	}

	// tag::workflow[]
	@Workflow
	public static class OrderWorkflow {

		private boolean paid;

		@WorkflowMethod
		public String run(String order) {
			Workflows.upsertSearchAttributes("Stage", "open");
			Workflows.await(() -> this.paid);
			Workflows.upsertSearchAttributes(SearchAttributeKey.keyword("Stage").valueSet("paid"), NOTE.valueUnset());
			return Workflows.searchAttribute(SearchAttributeKey.keyword("Stage")).orElse("unknown");
		}

		@SignalMethod
		public void pay(BigDecimal amount) {
			this.paid = true;
		}

	}
	// end::workflow[]

}
