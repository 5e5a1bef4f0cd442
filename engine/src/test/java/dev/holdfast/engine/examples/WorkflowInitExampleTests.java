package dev.holdfast.engine.examples;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowInit;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkflowInitExampleTests {

	@EngineTest
	void theConstructorIsGivenTheArguments(EngineRig rig) {
		WorkflowClient client = rig.start(BasketWorkflow.class, Labels.class);
		WorkflowHandle<BasketWorkflow, List<String>> handle = client
			.workflow(BasketWorkflow::run, "Ms Lee", List.of("tea"))
			.id("basket")
			.signalWithStart(BasketWorkflow::add, "cake");
		assertThat(handle.result()).containsExactly("tea", "cake", "for Ms Lee");
	}

	@EngineTest
	void aConstructorThatFailsFailsTheTaskAndNotTheRun(EngineRig rig) {
		WorkflowClient client = rig.start(BasketWorkflow.class, Labels.class);
		WorkflowHandle<BasketWorkflow, List<String>> handle = client
			.workflow(BasketWorkflow::run, "nobody", List.<String>of())
			.id("basket")
			.start();
		EngineRig.await(() -> handle.describe().failedTaskAttempts() > 0);
		assertThat(handle.describe().lastTaskFailure()).contains("a basket is somebody's");
	}

	@EngineTest
	void otherParametersThanThoseOfTheWorkflowMethodAreRefused(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(() -> rig.start(Confused.class))
			.withMessageContaining("the constructor with @WorkflowInit takes [int], but the workflow method run takes"
					+ " [java.lang.String, int]");
	}

	@EngineTest
	void withoutTheAnnotationOnlyActivitiesAreInjected(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(() -> rig.start(Forgotten.class))
			.withMessageContaining("constructor parameter 'name' of type java.lang.String is not an activity")
			.withMessageContaining("@WorkflowInit");
	}

	@Activity
	public static class Labels {

		@ActivityMethod(startToCloseTimeout = "1m")
		public String label(String customer) {
			return "for " + customer;
		}

	}

	// tag::init[]
	@Workflow
	public static class BasketWorkflow {

		private final Labels labels;

		private final String customer;

		private final List<String> items;

		@WorkflowInit
		public BasketWorkflow(Labels labels, String customer, List<String> items) {
			if (customer.equals("nobody")) {
				throw new IllegalStateException("a basket is somebody's");
			}
			this.labels = labels;
			this.customer = customer;
			this.items = new ArrayList<>(items);
		}

		@WorkflowMethod
		public List<String> run(String customer, List<String> items) {
			Workflows.await(() -> this.items.size() > 1);
			this.items.add(this.labels.label(this.customer));
			return this.items;
		}

		@SignalMethod
		public void add(String item) {
			this.items.add(item); // comes before the first line of run
		}

	}
	// end::init[]

	@Workflow
	public static class Confused {

		@WorkflowInit
		public Confused(int number) {
		}

		@WorkflowMethod
		public void run(String name, int number) {
		}

	}

	@Workflow
	public static class Forgotten {

		public Forgotten(String name) {
		}

		@WorkflowMethod
		public void run(String name) {
		}

	}

}
