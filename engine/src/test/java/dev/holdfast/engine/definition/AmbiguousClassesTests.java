package dev.holdfast.engine.definition;

import java.time.Duration;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A class that several beans fit means the bean of this very class, or none. */
class AmbiguousClassesTests {

	@EngineTest(Extent.HALF)
	void aClassMeansItselfAndNotThoseDerivedFromIt(EngineRig rig) {
		WorkflowClient client = rig.start(Walk.class, ABriskWalk.class, Steps.class, BigSteps.class);
		assertThat(client.workflow(Walk::run).execute()).isEqualTo("step in PT5S, step in PT5S, leap in PT9S");
		assertThat(client.workflow(ABriskWalk::run).execute()).startsWith("brisk");
	}

	@EngineTest(Extent.HALF)
	void whatSeveralFitIsRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Walk.class, ABriskWalk.class, Steps.class, BigSteps.class);
		assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(Way::run).start())
			.withMessage(Way.class.getName() + " fits several workflows of this application: "
					+ ABriskWalk.class.getName() + ", " + Walk.class.getName() + ". Name one of these classes.");
		assertThatIllegalArgumentException().isThrownBy(() -> client.handle(Way.class, "some"))
			.withMessageContaining("fits several workflows");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_current_run", Integer.class)).isZero();
	}

	@Test
	void aParameterThatSeveralActivitiesFitIsReported() {
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> scan(Undecided.class, Steps.class, BigSteps.class))
			.withMessageContaining("fits several activity beans")
			.withMessageContaining(BigSteps.class.getName());
	}

	private static Definitions scan(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			return new DefinitionScanner(context.getBeanFactory(), (type) -> ActivityLayer.NOTHING).scan();
		}
	}

	/** What both workflows are. */
	public interface Way {

		String run();

	}

	/** What both activities are. */
	public interface Moving {

		String step();

	}

	@Activity
	public static class Steps implements Moving {

		@Override
		@ActivityMethod(startToCloseTimeout = "5s")
		public String step() {
			return "step in " + timeout();
		}

		static String timeout() {
			ActivityInfo info = Activities.info();
			return Duration.between(info.scheduledAt(), info.startToCloseDeadline()).toString();
		}

	}

	@Activity
	public static class BigSteps extends Steps {

		@Override
		@ActivityMethod(startToCloseTimeout = "5s")
		public String step() {
			return "leap in " + timeout();
		}

	}

	@Workflow
	public static class Walk implements Way {

		private final Steps steps;

		public Walk(Steps steps, @ActivityOptions(startToCloseTimeout = "9s") BigSteps big) {
			this.steps = steps;
		}

		@Override
		@WorkflowMethod
		public String run() {
			return this.steps.step() + ", " + Workflows.activity(Steps::step).execute() + ", "
					+ Workflows.activity(BigSteps::step).execute();
		}

	}

	/** Comes before its parent by name. */
	@Workflow
	public static class ABriskWalk extends Walk {

		public ABriskWalk(Steps steps, BigSteps big) {
			super(steps, big);
		}

		@Override
		@WorkflowMethod
		public String run() {
			return "brisk " + super.run();
		}

	}

	@Workflow
	public static class Undecided {

		public Undecided(Moving moving) {
		}

		@WorkflowMethod
		public void run() {
		}

	}

}
