package dev.holdfast.engine.activity;

import java.time.Duration;
import java.util.List;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.Retry;
import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.RetryLayer;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.workflow.Priority;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OptionPrecedenceTests {

	@EngineTest
	void theAnnotationCountsWhereNothingElseIsSaid(EngineRig rig) {
		WorkflowClient client = rig.start(Plain.class, Work.class);
		assertThat(client.workflow(Plain::run).execute()).containsExactly("PT10S", "PT10S");
	}

	@EngineTest(Extent.HALF)
	void thePropertyCountsMoreThanTheAnnotation(EngineRig rig) {
		WorkflowClient client = withProperties(rig).start(Plain.class, Work.class);
		assertThat(client.workflow(Plain::run).execute()).containsExactly("PT15S", "PT15S");
	}

	@EngineTest(Extent.HALF)
	void theInjectionPointCountsMoreThanTheProperty(EngineRig rig) {
		WorkflowClient client = withProperties(rig).start(Injected.class, Called.class, CalledInPart.class, Work.class);
		assertThat(client.workflow(Injected::run).execute()).isEqualTo("PT20S");
		assertThat(client.workflow(CalledInPart::run).execute()).isEqualTo("PT20S");
		assertThat(client.workflow(Called::run).execute()).as("the call counts most").isEqualTo("PT30S");
	}

	@EngineTest(Extent.HALF)
	void thePropertyGivesWhatTheInjectionPointDoesNotSay(EngineRig rig) {
		WorkflowClient client = withProperties(rig).start(InjectedRetries.class, Work.class);
		WorkflowHandle<?, String> handle = client.workflow(InjectedRetries::run).start();
		// the interval is the property's, the number of attempts the injection point's
		rig.advance(Duration.ofSeconds(3));
		assertThat(failure(handle).attempts()).isEqualTo(2);
	}

	/** As properties would say for every type. */
	private static EngineRig withProperties(EngineRig rig) {
		return rig.activityProperties((type) -> new ActivityLayer(null, Duration.ofSeconds(15), null, null, null,
				new RetryLayer(Duration.ofSeconds(3), null, null, null, null), null, Priority.of(2)));
	}

	@EngineTest
	void theInjectionPointCountsMoreThanTheAnnotation(EngineRig rig) {
		WorkflowClient client = rig.start(Injected.class, Work.class);
		assertThat(client.workflow(Injected::run).execute()).isEqualTo("PT20S");
	}

	@EngineTest
	void theCallCountsMoreThanTheInjectionPoint(EngineRig rig) {
		WorkflowClient client = rig.start(Called.class, Work.class);
		assertThat(client.workflow(Called::run).execute()).isEqualTo("PT30S");
	}

	@EngineTest
	void aCallThatSaysNothingAboutAnOptionTakesItFromTheInjectionPoint(EngineRig rig) {
		WorkflowClient client = rig.start(CalledInPart.class, Work.class);
		assertThat(client.workflow(CalledInPart::run).execute()).isEqualTo("PT20S");
	}

	@EngineTest
	void partsOfARetryPolicyComeFromDifferentSources(EngineRig rig) {
		WorkflowClient client = rig.start(InjectedRetries.class, Work.class);
		WorkflowHandle<?, String> handle = client.workflow(InjectedRetries::run).start();
		// the interval is the annotation's, the number of attempts the injection point's
		rig.advance(Duration.ofSeconds(7));
		assertThat(failure(handle).attempts()).isEqualTo(2);
	}

	@EngineTest
	void aRetryPolicyOfTheCallReplacesTheWholePolicy(EngineRig rig) {
		WorkflowClient client = rig.start(CalledRetries.class, Work.class);
		WorkflowHandle<?, String> handle = client.workflow(CalledRetries::run).start();
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(2));
		assertThat(failure(handle).attempts()).isEqualTo(3);
	}

	private static ActivityFailure failure(WorkflowHandle<?, ?> handle) {
		WorkflowFailedException failure = catchThrowableOfType(WorkflowFailedException.class, handle::result);
		assertThat(failure.getCause()).isInstanceOf(ActivityFailure.class);
		return (ActivityFailure) failure.getCause();
	}

	@Workflow
	public static class Plain {

		private final Work work;

		public Plain(Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public List<String> run() {
			return List.of(this.work.startToClose(), Workflows.activity(Work::startToClose).execute());
		}

	}

	@Workflow
	public static class Injected {

		private final Work work;

		public Injected(@ActivityOptions(startToCloseTimeout = "20s") Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.startToClose();
		}

	}

	@Workflow
	public static class Called {

		public Called(@ActivityOptions(startToCloseTimeout = "20s") Work work) {
		}

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Work::startToClose).startToCloseTimeout(Duration.ofSeconds(30)).execute();
		}

	}

	@Workflow
	public static class CalledInPart {

		public CalledInPart(@ActivityOptions(startToCloseTimeout = "20s") Work work) {
		}

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Work::startToClose).heartbeatTimeout(Duration.ofSeconds(15)).execute();
		}

	}

	@Workflow
	public static class InjectedRetries {

		private final Work work;

		public InjectedRetries(@ActivityOptions(retry = @Retry(maximumAttempts = 2)) Work work) {
			this.work = work;
		}

		@WorkflowMethod
		public String run() {
			return this.work.fail();
		}

	}

	@Workflow
	public static class CalledRetries {

		@WorkflowMethod
		public String run() {
			return Workflows.activity(Work::fail).retryPolicy(RetryPolicy.maximumAttempts(3)).execute();
		}

	}

	@Activity
	public static class Work {

		@ActivityMethod(startToCloseTimeout = "10s")
		public String startToClose() {
			ActivityInfo info = Activities.info();
			return Duration.between(info.scheduledAt(), info.startToCloseDeadline()).toString();
		}

		@ActivityMethod(startToCloseTimeout = "10s", retry = @Retry(maximumAttempts = 9, initialInterval = "7s"))
		public String fail() {
			throw new IllegalStateException("never works");
		}

	}

}
