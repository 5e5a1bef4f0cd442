package dev.holdfast.benchmarks.workflows;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

/** Calls one activity after the other, each with the result of the one before. */
@Workflow
public class ChainWorkflow {

	private final Links links;

	ChainWorkflow(Links links) {
		this.links = links;
	}

	@WorkflowMethod
	String run(int activities) {
		Link link = new Link("link", 1);
		for (int i = 0; i < activities; i++) {
			link = this.links.next(link);
		}
		return link.name();
	}

	/** What goes from one activity to the next. */
	public record Link(String name, int weight) {
	}

	/** Never called: its results come from the history. */
	@Activity
	interface Links {

		@ActivityMethod(startToCloseTimeout = "30s")
		Link next(Link link);

	}

}
