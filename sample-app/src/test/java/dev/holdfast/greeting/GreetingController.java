package dev.holdfast.greeting;

import dev.holdfast.client.WorkflowClient;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

// tag::controller[]
@RestController
public class GreetingController {

	private final WorkflowClient workflows;

	public GreetingController(WorkflowClient workflows) {
		this.workflows = workflows;
	}

	@PostMapping("/greetings/{name}")
	public void start(@PathVariable String name) {
		this.workflows.workflow(GreetingWorkflow::run, name).id("greet-" + name).start();
	}

	@GetMapping("/greetings/{name}")
	public String result(@PathVariable String name) {
		return this.workflows.handle(GreetingWorkflow.class, "greet-" + name).result(String.class);
	}

}
// end::controller[]
