package dev.holdfast.engine.examples;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityInterfaceExampleTests {

	@EngineTest
	void aWorkflowKnowsOnlyTheInterfaceThatIsAnnotated(EngineRig rig) {
		WorkflowClient client = rig.start(MailWorkflow.class, SmtpMails.class);
		assertThat(client.workflow(MailWorkflow::run, "Ann").id("mail").execute())
			.isEqualTo("sent to Ann, sent to Ann");
		assertThat(client.handle("mail").history().events())
			.filteredOn((event) -> event.type().equals("ActivityScheduled"))
			.hasSize(2)
			.allSatisfy((event) -> assertThat(event.attributes()).contains("\"Mails.send\""));
	}

	@EngineTest
	void aWorkflowMayAskForAnInterfaceOfAnAnnotatedClass(EngineRig rig) {
		WorkflowClient client = rig.start(PlainMailWorkflow.class, LocalMails.class);
		assertThat(client.workflow(PlainMailWorkflow::run, "Bob").execute()).isEqualTo("put in the box of Bob");
	}

	@Activity
	public interface Mails {

		@ActivityMethod(startToCloseTimeout = "5s")
		String send(String to);

	}

	@Component
	public static class SmtpMails implements Mails {

		@Override
		public String send(String to) {
			return "sent to " + to;
		}

	}

	/** An interface that knows nothing of Holdfast. */
	public interface Mailbox {

		String put(String to);

	}

	@Activity
	public static class LocalMails implements Mailbox {

		@Override
		@ActivityMethod(startToCloseTimeout = "5s")
		public String put(String to) {
			return "put in the box of " + to;
		}

	}

	@Workflow
	public static class MailWorkflow {

		private final Mails mails;

		public MailWorkflow(Mails mails) {
			this.mails = mails;
		}

		@WorkflowMethod
		public String run(String to) {
			return this.mails.send(to) + ", " + Workflows.activity(Mails::send, to).execute();
		}

	}

	@Workflow
	public static class PlainMailWorkflow {

		private final Mailbox mailbox;

		public PlainMailWorkflow(Mailbox mailbox) {
			this.mailbox = mailbox;
		}

		@WorkflowMethod
		public String run(String to) {
			return this.mailbox.put(to);
		}

	}

}
