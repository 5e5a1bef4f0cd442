package dev.holdfast.test;

import dev.holdfast.HoldfastException;
import dev.holdfast.engine.definition.ActivityDefinition;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Which activities a class has that no application knows. */
class ReplayDefinitionsTests {

	@Test
	void activitiesFollowFromTheConstructor() {
		ReplayDefinitions definitions = ReplayDefinitions.of(OrderWorkflow.class);
		assertThat(definitions.workflow().type()).isEqualTo("OrderWorkflow");
		assertThat(definitions.all().activities()).extracting(ActivityDefinition::type)
			.containsExactly("Payments.charge", "Payments.refund", "Shipping.ship");
	}

	@Test
	void interfaceWithoutAnnotationNeedsItsClass() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReplayDefinitions.of(LetterWorkflow.class))
			.withMessageContaining("asks for " + Mail.class.getName())
			.withMessageContaining("replay(LetterWorkflow.class, history, TheActivity.class)");
		assertThat(ReplayDefinitions.of(LetterWorkflow.class, SmtpMail.class).all().activities())
			.extracting(ActivityDefinition::type)
			.containsExactly("Mail.send");
	}

	@Test
	void classTakesThePlaceOfItsInterface() {
		assertThat(ReplayDefinitions.of(OrderWorkflow.class, Parcels.class).all().activity("Shipping.ship"))
			.extracting(ActivityDefinition::beanClass)
			.isEqualTo(Parcels.class);
	}

	@Test
	void childWorkflowBringsItsActivities() {
		ReplayDefinitions definitions = ReplayDefinitions.of(ParentWorkflow.class, OrderWorkflow.class);
		assertThat(definitions.workflow().type()).isEqualTo("ParentWorkflow");
		assertThat(definitions.all().workflow("OrderWorkflow")).isNotNull();
		assertThat(definitions.all().activity("Shipping.ship")).isNotNull();
	}

	@Test
	void otherClassesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReplayDefinitions.of(Order.class))
			.withMessage(Order.class.getName() + " is no workflow: it has no @Workflow");
		assertThatIllegalArgumentException().isThrownBy(() -> ReplayDefinitions.of(OrderWorkflow.class, Order.class))
			.withMessageContaining("neither an activity nor a workflow");
	}

	@Test
	void classThatNoApplicationWouldStartWithIsRefused() {
		assertThatExceptionOfType(HoldfastException.class).isThrownBy(() -> ReplayDefinitions.of(NoMethod.class))
			.withMessageContaining("has no workflow method");
	}

	@Workflow
	static class LetterWorkflow {

		private final Mail mail;

		LetterWorkflow(Mail mail) {
			this.mail = mail;
		}

		@WorkflowMethod
		void run(String text) {
			this.mail.send(text);
		}

	}

	@Workflow
	static class ParentWorkflow {

		@WorkflowMethod
		String run(Order order) {
			return Workflows.child(OrderWorkflow::run, order).execute();
		}

	}

	@Workflow
	static class NoMethod {

	}

	static class Parcels implements Shipping {

		@Override
		public String ship(String orderId, String label) {
			return "";
		}

	}

}
