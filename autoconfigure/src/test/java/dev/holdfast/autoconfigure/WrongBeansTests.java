package dev.holdfast.autoconfigure;

import java.io.InputStream;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.autoconfigure.shop.Purchase;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Annotated classes that cannot work, all in one application that does not start. */
@ExtendWith(OutputCaptureExtension.class)
class WrongBeansTests {

	@Test
	void areAllReportedWithWhatToDo(CapturedOutput output) {
		assertThatThrownBy(() -> Shop.run(WebApplicationType.NONE, Application.class).close());
		String report = output.getOut()
			.substring(output.getOut().indexOf("APPLICATION FAILED TO START"))
			.replace(WrongBeansTests.class.getName() + "$", "");
		assertThat(report).contains("14 problems in workflow and activity beans:");
		assertReported(report, "The activity type 'Mails.send' is declared by two beans, 'Mails' and 'OtherMails'.",
				"Give one of the classes another name: @Activity(name = \"…\").");
		assertReported(report,
				"Activity Overloaded.send (bean 'Overloaded') has the same name as another activity of the class,"
						+ " 'Overloaded.send'.",
				"Name them apart: @ActivityMethod(name = \"…\").");
		assertReported(report,
				"Workflow class TwoSignals (bean 'TwoSignals') has two methods with @SignalMethod named" + " 'go'.",
				"Name them apart: @SignalMethod(name = \"…\").");
		assertReported(report,
				"Workflow class Proxied (bean 'Proxied'): method run carries @Transactional, which means nothing in"
						+ " replayed code.",
				"Remove it; put transactional or asynchronous work in an activity.");
		assertReported(report, "Workflow class Proxied (bean 'Proxied'): method go carries @Async",
				"Remove it; put transactional or asynchronous work in an activity.");
		assertReported(report, "Activity Sealed.last (bean 'Sealed') is private, static or final, so no proxy can stand"
				+ " in for it.", "Make it an ordinary method.");
		assertReported(report, "Workflow class Hidden (bean 'Hidden'): method go is private or static.",
				"Make it an ordinary method.");
		assertReported(report,
				"Activity Streams.read (bean 'Streams'): parameter 1 has the type java.io.InputStream, whose values"
						+ " cannot be stored.",
				"Pass what it is made of, or a reference to it: text, bytes, an id, a path.");
		assertReported(report,
				"Activity Streams.read (bean 'Streams'): the result has the type " + Purchase.class.getName()
						+ ", which is an entity",
				"Pass its id, and load it in the activity; or a record with the values that are needed.");
		assertReported(report,
				"Activity Endless.send (bean 'Endless') has options that cannot work:"
						+ " startToCloseTimeout must be positive and at most 100 years",
				"Correct @ActivityMethod of the method");
		assertReported(report, "heartbeatTimeout must be positive and at most 100 years, but is PT0S.",
				"Correct @ActivityMethod of the method, or the properties holdfast.activities.\"[Zero.send]\".*");
		assertReported(report, "backoffCoefficient must be 1 or more, but is 0.5.",
				"or the properties holdfast.activities.\"[Shrinking.send]\".*");
		assertReported(report, "maximumInterval (PT1S) must not be shorter than initialInterval (PT1M).",
				"or the properties holdfast.activities.\"[Inverted.send]\".*");
		assertReported(report, "maximumAttempts must be 0 for no limit, or positive, but is -2.",
				"or the properties holdfast.activities.\"[Negative.send]\".*");
	}

	@Test
	void valuesOfNoKnownTypeAreWarnedOf(CapturedOutput output) {
		Shop.run(WebApplicationType.NONE, UntypedApplication.class).close();
		String where = "Activity Untyped.pass (bean 'Untyped'): ";
		String remedy = ": its values come back as maps, lists, text and numbers, whatever they were. Declare a type that"
				+ " says what they are.";
		assertThat(output.getOut().replace(WrongBeansTests.class.getName() + "$", ""))
			.contains(where + "parameter 1 has the type java.lang.Object" + remedy)
			.contains(where + "the result has the type java.lang.Object" + remedy);
	}

	/** A problem, and what to do about it under the same number. */
	private static void assertReported(String report, String what, String remedy) {
		List<String> lines = report.lines().map(String::strip).toList();
		String line = lines.stream().filter((each) -> each.contains(what)).findFirst().orElse("");
		assertThat(line).as(what).isNotEmpty();
		String number = line.substring(0, line.indexOf(' ') + 1);
		assertThat(lines.subList(lines.indexOf("Action:"), lines.size())).as(what)
			.anySatisfy((action) -> assertThat(action).startsWith(number).contains(remedy));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Mails.class, OtherMails.class, Overloaded.class, TwoSignals.class, Proxied.class, Sealed.class,
			Hidden.class, Streams.class, Endless.class, Zero.class, Shrinking.class, Inverted.class, Negative.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Untyped.class)
	static class UntypedApplication {

	}

	@Activity
	static class Untyped {

		@ActivityMethod(startToCloseTimeout = "5s")
		Object pass(Object value) {
			return value;
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

	@Activity
	static class Sealed {

		@ActivityMethod(startToCloseTimeout = "5s")
		final void last() {
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

	@Activity
	static class Streams {

		@ActivityMethod(startToCloseTimeout = "5s")
		Purchase read(InputStream stream) {
			return new Purchase("1");
		}

	}

	@Activity
	static class Endless {

		@ActivityMethod(startToCloseTimeout = "9223372036854775807ms")
		void send() {
		}

	}

	@Activity
	static class Zero {

		@ActivityMethod(startToCloseTimeout = "5s", heartbeatTimeout = "0s")
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
	static class Negative {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = -2))
		void send() {
		}

	}

}
