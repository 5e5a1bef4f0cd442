package dev.holdfast.greeting;

import java.time.Duration;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

// tag::workflow[]
@Workflow // a Spring bean; one fresh instance per execution
public class GreetingWorkflow {

	private final Greetings greetings; // an activity type: here always a durable stub

	public GreetingWorkflow(Greetings greetings) {
		this.greetings = greetings;
	}

	@WorkflowMethod
	public String run(String name) {
		Workflows.sleep(Duration.ofSeconds(30)); // durable, and time to pull the plug
		return this.greetings.greet(name);
	}

}
// end::workflow[]
