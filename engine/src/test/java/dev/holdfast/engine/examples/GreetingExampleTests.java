package dev.holdfast.engine.examples;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;

class GreetingExampleTests {

	@EngineTest
	void greets(EngineRig rig) {
		WorkflowClient client = rig.start(GreetingWorkflow.class, Greetings.class);
		String greeting = client.workflow(GreetingWorkflow::run, "World").id("greet-1").execute();
		assertThat(greeting).isEqualTo("Hello, World!");
		assertThat(client.handle("greet-1").history().events()).extracting("type")
			.containsExactly("WorkflowStarted", "ActivityScheduled", "ActivityCompleted", "WorkflowCompleted");
	}

	@Workflow // a Spring bean; one fresh instance per execution
	public static class GreetingWorkflow {

		private final Greetings greetings; // an activity type: here always a durable stub

		public GreetingWorkflow(Greetings greetings) {
			this.greetings = greetings;
		}

		@WorkflowMethod
		public String run(String name) {
			return this.greetings.greet(name);
		}

	}

	@Activity // an ordinary singleton bean, free to inject anything
	public static class Greetings {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String greet(String name) {
			return "Hello, " + name + "!";
		}

	}

}
