package dev.holdfast.engine.activity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.RetryState;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FailureContentTests {

	@EngineTest
	void theWorkflowSeesTypeMessageStackTraceAndCauses(EngineRig rig) {
		WorkflowClient client = rig.start(Catching.class, Broken.class);
		List<String> seen = client.workflow(Catching::run).id("catching").execute();
		assertThat(seen).hasSize(6);
		assertThat(seen.get(0)).isEqualTo("Broken.connect");
		assertThat(seen.get(1)).isEqualTo("java.io.IOException");
		assertThat(seen.get(2)).isEqualTo("no connection to example.org");
		assertThat(seen.get(3)).contains(Broken.class.getName() + ".connect(FailureContentTests.java:");
		assertThat(seen.get(4)).isEqualTo("java.lang.IllegalStateException");
		assertThat(seen.get(5)).isEqualTo("the cable is out");
	}

	@EngineTest
	void theClientSeesTheSame(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class,
				() -> client.workflow(Passing::run, "connect").id("passing").execute());
		assertThat(failure.status()).isEqualTo(WorkflowStatus.FAILED);
		assertThat(failure.workflowId()).isEqualTo("passing");
		assertThat(failure).hasMessageContaining("Passing").hasMessageContaining("passing");
		ActivityFailure activity = (ActivityFailure) failure.getCause();
		assertThat(activity.activityType()).isEqualTo("Broken.connect");
		assertThat(activity.activityId()).isEqualTo(2);
		assertThat(activity.getCause()).isInstanceOfSatisfying(ApplicationFailure.class, (cause) -> {
			assertThat(cause.type()).isEqualTo("java.io.IOException");
			assertThat(cause.reason()).isEqualTo("no connection to example.org");
			assertThat(cause).hasMessage("java.io.IOException: no connection to example.org");
			assertThat(cause.originalStackTrace())
				.contains(Broken.class.getName() + ".connect(FailureContentTests.java:");
			assertThat(cause.getCause()).isInstanceOfSatisfying(ApplicationFailure.class,
					(root) -> assertThat(root.type()).isEqualTo("java.lang.IllegalStateException"));
		});
	}

	@EngineTest
	void aFailureOfTheApplicationKeepsItsType(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "decline", RetryState.NON_RETRYABLE_FAILURE);
		assertThat(cause.type()).isEqualTo("card-declined");
		assertThat(cause.reason()).isEqualTo("The card was declined");
		assertThat(cause.isNonRetryable()).isTrue();
	}

	@EngineTest
	void anErrorFailsTheActivityAsAnExceptionDoes(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "error", RetryState.MAXIMUM_ATTEMPTS_REACHED);
		assertThat(cause.type()).isEqualTo(NoClassDefFoundError.class.getName());
	}

	@EngineTest
	void anExceptionWithoutAMessageFailsTheActivityAsOthersDo(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "silent", RetryState.MAXIMUM_ATTEMPTS_REACHED);
		assertThat(cause.type()).isEqualTo(IllegalStateException.class.getName());
		assertThat(cause.reason()).isEmpty();
	}

	@EngineTest
	void charactersThatDatabasesDoNotLikeSurvive(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "strange", RetryState.MAXIMUM_ATTEMPTS_REACHED);
		assertThat(cause.reason()).isEqualTo("nul \u0000, smile \uD83D\uDE00");
	}

	@EngineTest
	void aResultThatCannotBeWrittenFailsTheActivityForGood(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "unwritable", RetryState.NON_RETRYABLE_FAILURE);
		assertThat(cause.type()).isEqualTo(PayloadException.class.getName());
		assertThat(cause.reason()).contains("The result of activity Broken.unwritable cannot be written as JSON");
	}

	@EngineTest
	void aResultThatRefersToItselfFailsTheActivityForGood(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "circle", RetryState.NON_RETRYABLE_FAILURE);
		assertThat(cause.type()).isEqualTo(PayloadException.class.getName());
	}

	@EngineTest
	void aResultThatIsTooLargeFailsTheActivityForGood(EngineRig rig) {
		WorkflowClient client = rig.start(Passing.class, Broken.class);
		ApplicationFailure cause = causeOf(client, "large", RetryState.NON_RETRYABLE_FAILURE);
		assertThat(cause.type()).isEqualTo(PayloadTooLargeException.class.getName());
		assertThat(cause.reason()).contains("2097152");
	}

	private static ApplicationFailure causeOf(WorkflowClient client, String how, RetryState retryState) {
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class,
				() -> client.workflow(Passing::run, how).execute());
		ActivityFailure activity = (ActivityFailure) failure.getCause();
		assertThat(activity.retryState()).isEqualTo(retryState);
		assertThat(activity.attempts()).isEqualTo(1);
		return (ApplicationFailure) activity.getCause();
	}

	@Workflow
	public static class Catching {

		private final Broken broken;

		public Catching(Broken broken) {
			this.broken = broken;
		}

		@WorkflowMethod
		public List<String> run() {
			try {
				this.broken.connect();
				return List.of("connected");
			}
			catch (IOException ex) {
				return List.of("never thrown by a stub");
			}
			catch (ActivityFailure ex) {
				ApplicationFailure cause = (ApplicationFailure) ex.getCause();
				ApplicationFailure root = (ApplicationFailure) cause.getCause();
				return List.of(ex.activityType(), cause.type(), cause.reason(),
						String.valueOf(cause.originalStackTrace()), root.type(), root.reason());
			}
		}

	}

	@Workflow
	public static class Passing {

		private final Broken broken;

		public Passing(Broken broken) {
			this.broken = broken;
		}

		@WorkflowMethod
		public void run(String how) throws IOException {
			switch (how) {
				case "connect" -> this.broken.connect();
				case "decline" -> this.broken.decline();
				case "error" -> this.broken.error();
				case "silent" -> this.broken.silent();
				case "strange" -> this.broken.strange();
				case "unwritable" -> this.broken.unwritable();
				case "circle" -> this.broken.circle();
				case "large" -> this.broken.large();
				default -> throw new IllegalArgumentException(how);
			}
		}

	}

	@Activity
	public static class Broken {

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public String connect() throws IOException {
			throw new IOException("no connection to example.org", new IllegalStateException("the cable is out"));
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public void decline() {
			throw ApplicationFailure.nonRetryable("card-declined", "The card was declined");
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void error() {
			throw new NoClassDefFoundError("org/example/Missing");
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void silent() {
			throw new IllegalStateException();
		}

		@ActivityMethod(startToCloseTimeout = "5s", retry = @Retry(maximumAttempts = 1))
		public void strange() {
			throw new IllegalStateException("nul \u0000, smile \uD83D\uDE00");
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public Object unwritable() {
			return new Object();
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public List<Object> circle() {
			List<Object> circle = new ArrayList<>();
			circle.add(circle);
			return circle;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String large() {
			return "x".repeat(2 * 1024 * 1024);
		}

	}

}
