package dev.holdfast.benchmarks.whole;

import java.time.Duration;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Temporal's Java SDK with its test server, which keeps everything in memory. */
final class TemporalContestant implements Contestant {

	private final TestWorkflowEnvironment environment;

	TemporalContestant() {
		this.environment = TestWorkflowEnvironment
			.newInstance(TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());
		Worker worker = this.environment.newWorker("benchmark");
		worker.registerWorkflowImplementationTypes(SequenceWorkflow.class);
		worker.registerActivitiesImplementations(new StepsImplementation());
		this.environment.start();
	}

	@Override
	public void run(int steps) {
		this.environment.getWorkflowClient()
			.newWorkflowStub(Sequence.class, WorkflowOptions.newBuilder().setTaskQueue("benchmark").build())
			.run(steps);
	}

	@Override
	public void close() {
		this.environment.close();
	}

	/** The workflow. */
	@WorkflowInterface
	public interface Sequence {

		@WorkflowMethod
		String run(int steps);

	}

	/** One step after the other. */
	public static final class SequenceWorkflow implements Sequence {

		private final Steps steps = Workflow.newActivityStub(Steps.class,
				ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());

		@Override
		public String run(int count) {
			String last = "";
			for (int i = 0; i < count && !last.equals(Meter.STOP); i++) {
				last = this.steps.next(i);
			}
			return last;
		}

	}

	/** The activities. */
	@ActivityInterface
	public interface Steps {

		String next(int index);

	}

	/** Steps. */
	public static final class StepsImplementation implements Steps {

		@Override
		public String next(int index) {
			return Meter.step(index);
		}

	}

}
