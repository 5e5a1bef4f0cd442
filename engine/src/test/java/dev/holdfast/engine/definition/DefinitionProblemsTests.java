package dev.holdfast.engine.definition;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Scope;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is wrong with workflow and activity classes, all of it at once. */
class DefinitionProblemsTests {

	private static Definitions scan(Class<?>... beans) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		for (Class<?> bean : beans) {
			beanFactory.registerBeanDefinition(bean.getSimpleName(), new RootBeanDefinition(bean));
		}
		return new DefinitionScanner(beanFactory, (type) -> ActivityLayer.NOTHING).scan();
	}

	private static String problems(Class<?>... beans) {
		InvalidDefinitionsException problems = catchThrowableOfType(InvalidDefinitionsException.class,
				() -> scan(beans));
		assertThat(problems).as("problems").isNotNull();
		return String.valueOf(problems.getMessage());
	}

	@Test
	void oneActivityTypeOfTwoBeans() {
		assertThat(problems(Mails.class, OtherMails.class))
			.contains("The activity type 'Mails.send' is declared by two beans, 'Mails' and 'OtherMails'.")
			.contains("@Activity(name = \"…\")");
	}

	@Test
	void activitiesOfOneName() {
		assertThat(problems(Overloaded.class)).contains("Overloaded.send", "has the same name as another activity",
				"@ActivityMethod(name = \"…\")");
	}

	@Test
	void activitiesThatNoProxyCanStandInFor() {
		assertThat(problems(Sealed.class)).contains("Sealed.last", "is private, static or final");
	}

	@Test
	void signalsOfOneName() {
		assertThat(problems(TwoSignals.class)).contains("two methods with @SignalMethod named 'go'", "Name them apart");
	}

	@Test
	void springAnnotationsThatMeanNothingInReplayedCode() {
		assertThat(problems(Proxied.class)).contains("method run carries @Transactional, which means nothing")
			.contains("method go carries @Async, which means nothing")
			.contains("put transactional or asynchronous work in an activity");
	}

	@Test
	void methodsThatAreNotOrdinary() {
		assertThat(problems(Hidden.class)).contains("method go is private or static");
	}

	@Test
	void typesWhoseValuesCannotBeStored() {
		assertThat(problems(Streams.class, StreamsInWorkflow.class))
			.contains("Streams.read", "parameter 1 has the type java.io.InputStream, whose values cannot be stored")
			.contains("the result has the type " + Customer.class.getName() + ", which is an entity")
			.contains("method run: parameter 1 has the type " + Customer.class.getName() + ", which is an entity")
			.contains("Pass its id, and load it in the activity");
	}

	@Test
	void typesThatAreValuesAreNone() {
		assertThat(scan(Values.class).activities()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(classes = { Negative.class, Zero.class, Endless.class })
	void timeoutsThatCannotBe(Class<?> activity) {
		assertThat(problems(activity)).contains("has options that cannot work", "startToCloseTimeout");
	}

	@ParameterizedTest
	@ValueSource(classes = { Shrinking.class, Inverted.class, Never.class })
	void retriesThatCannotBe(Class<?> activity) {
		assertThat(problems(activity)).contains("has options that cannot work");
	}

	@Test
	void singletonsAreNoneAsEachExecutionHasAnInstance() throws Throwable {
		WorkflowDefinition workflow = scan(Counting.class).workflowOf(Counting.class);
		assertThat(workflow).isNotNull();
		assertThat(workflow.newInstance(new Object[0])).isNotSameAs(workflow.newInstance(new Object[0]));
	}

	@Test
	void negativeVersions() {
		assertThat(problems(BeforeTheFirst.class)).contains("has version -1", "Versions begin at 0");
	}

	@Test
	void blankAliases() {
		assertThat(problems(Anonymous.class)).contains("has a blank alias for the activity type 'Anonymous.send'");
	}

	@Workflow
	@Scope("singleton")
	static class Counting {

		private int calls;

		@WorkflowMethod
		int run() {
			return ++this.calls;
		}

	}

	@Activity
	static class Mails {

		@ActivityMethod(startToCloseTimeout = "5s")
		void send() {
		}

	}

	@Activity(name = "Mails")
	static class OtherMails {

		@ActivityMethod(startToCloseTimeout = "5s")
		void send() {
		}

	}

	@Activity
	static class Overloaded {

		@ActivityMethod(startToCloseTimeout = "5s")
		void send() {
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		void send(String what) {
		}

	}

	@Activity
	static class Sealed {

		@ActivityMethod(startToCloseTimeout = "5s")
		final void last() {
		}

	}

	@Activity
	static class Streams {

		@ActivityMethod(startToCloseTimeout = "5s")
		List<Customer> read(InputStream stream) {
			return List.of();
		}

	}

	@Workflow
	static class StreamsInWorkflow {

		@WorkflowMethod
		void run(Customer customer) {
		}

	}

	@Activity
	static class Values {

		@ActivityMethod(startToCloseTimeout = "5s")
		Optional<List<byte[]>> read(Optional<String> name, Object whatever) {
			return Optional.empty();
		}

	}

	@Entity
	static class Customer {

		@Id
		long id;

	}

	@Activity
	static class Negative {

		@ActivityMethod(startToCloseTimeout = "-5s")
		void send() {
		}

	}

	@Activity
	static class Zero {

		@ActivityMethod(startToCloseTimeout = "0s")
		void send() {
		}

	}

	@Activity
	static class Endless {

		@ActivityMethod(startToCloseTimeout = "9223372036854775807ms")
		void send() {
		}

	}

	@Activity
	static class Shrinking {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(backoffCoefficient = 0.5))
		void send() {
		}

	}

	@Activity
	static class Inverted {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(initialInterval = "1m", maximumInterval = "1s"))
		void send() {
		}

	}

	@Activity
	static class Never {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = -2))
		void send() {
		}

	}

	@Activity
	static class Anonymous {

		@ActivityMethod(startToCloseTimeout = "5s", aliases = " ")
		void send() {
		}

	}

	@Workflow(version = -1)
	static class BeforeTheFirst {

		@WorkflowMethod
		void run() {
		}

	}

	@Workflow
	static class TwoSignals {

		@WorkflowMethod
		void run() {
		}

		@SignalMethod
		void go() {
		}

		@SignalMethod(name = "go")
		void goAgain() {
		}

	}

	@Workflow
	static class Proxied {

		@WorkflowMethod
		@Transactional
		void run() {
		}

		@SignalMethod
		@Async
		void go() {
		}

	}

	@Workflow
	static class Hidden {

		@WorkflowMethod
		void run() {
		}

		@SignalMethod
		private void go() {
		}

	}

}
