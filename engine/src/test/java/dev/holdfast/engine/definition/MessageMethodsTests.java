package dev.holdfast.engine.definition;

import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UnfinishedHandlerPolicy;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageMethodsTests {

	@Test
	void areFoundByTheirNames() {
		MessageMethods messages = scan(Good.class).workflowOf(Good.class).messages();
		assertThat(messages.signals()).containsOnlyKeys("go", "watch");
		assertThat(messages.updates()).containsOnlyKeys("renamed", "plain");
		assertThat(messages.updates().get("renamed").validator()).isNotNull();
		assertThat(messages.updates().get("plain").validator()).isNull();
		assertThat(messages.serial()).isTrue();
		assertThat(messages.silent()).extracting(HandlerDefinition::name).containsExactlyInAnyOrder("watch", "plain");
	}

	@Test
	void thatCannotWorkAreReportedTogether() {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(() -> scan(Bad.class))
			.withMessageContaining("signal method answers returns a value")
			.withMessageContaining("query method silent returns nothing")
			.withMessageContaining("validator method forNothing is for the update 'nothing'")
			.withMessageContaining("validator method others has other parameters than update method change")
			.withMessageContaining("validator method decides returns a value")
			.withMessageContaining("two methods with @UpdateMethod named 'same'");
	}

	@Test
	void sayWhatTheyAreFor() {
		WorkflowDefinition workflow = scan(Good.class).workflowOf(Good.class);
		assertThat(workflow.description()).isEqualTo("Is good");
		assertThat(workflow.messages().signals().get("watch").description()).isEqualTo("Looks on");
		assertThat(workflow.messages().signals().get("go").description()).isNull();
	}

	@Test
	void cannotTakeTheNamesOfTheEngine() {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(() -> scan(Reserved.class))
			.withMessageContaining(Reserved.class.getName())
			.withMessageContaining("the name '__stack_trace' of method trace begins with two underscores")
			.withMessageContaining("@QueryMethod(name = ")
			.withMessageContaining("the name '__signal' of method signal begins with two underscores")
			.withMessageContaining("the name '__update' of method update begins with two underscores");
	}

	private static Definitions scan(Class<?> bean) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(bean)) {
			return new DefinitionScanner(context.getBeanFactory(), (type) -> ActivityLayer.NOTHING).scan();
		}
	}

	@Workflow(serialHandlers = true, description = "Is good")
	public static class Good {

		@WorkflowMethod
		public void run() {
		}

		@SignalMethod
		public void go() {
		}

		@SignalMethod(description = "Looks on", unfinishedPolicy = UnfinishedHandlerPolicy.ABANDON)
		public void watch() {
		}

		@UpdateMethod(name = "renamed")
		public int change(String to) {
			return to.length();
		}

		@UpdateValidatorMethod(update = "renamed")
		public void check(String to) {
		}

		@UpdateMethod(unfinishedPolicy = UnfinishedHandlerPolicy.ABANDON)
		public void plain() {
		}

	}

	@Workflow
	public static class Bad {

		@WorkflowMethod
		public void run() {
		}

		@SignalMethod
		public int answers() {
			return 1;
		}

		@QueryMethod
		public void silent() {
		}

		@UpdateMethod
		public void change(String to) {
		}

		@UpdateMethod
		public void other() {
		}

		@UpdateMethod(name = "same")
		public void one() {
		}

		@UpdateMethod(name = "same")
		public void two() {
		}

		@UpdateValidatorMethod(update = "nothing")
		public void forNothing() {
		}

		@UpdateValidatorMethod(update = "change")
		public void others(int to) {
		}

		@UpdateValidatorMethod(update = "other")
		public boolean decides() {
			return true;
		}

	}

	@Workflow
	public static class Reserved {

		@WorkflowMethod
		public void run() {
		}

		@QueryMethod(name = "__stack_trace")
		public String trace() {
			return "mine";
		}

		@SignalMethod(name = "__signal")
		public void signal() {
		}

		@UpdateMethod(name = "__update")
		public void update() {
		}

	}

}
