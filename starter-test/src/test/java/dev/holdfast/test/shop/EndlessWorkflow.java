package dev.holdfast.test.shop;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** Never has nothing to do. */
@Workflow
public class EndlessWorkflow {

	private final Mailbox mail;

	public EndlessWorkflow(Mailbox mail) {
		this.mail = mail;
	}

	@WorkflowMethod
	public String run(int number) {
		for (int i = 0; i < 100; i++) {
			this.mail.send("ann", "mail " + i + " of round " + number);
		}
		return Workflows.continueAsNew(number + 1);
	}

}
