package dev.holdfast.engine.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.ChildWorkflowFailure;
import dev.holdfast.workflow.ParentClosePolicy;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

/** Does whatever a plan says, and answers what it has seen. */
@Workflow(name = "Kitchen")
public class Kitchen {

	/** A task queue that some nodes work on, and others do not. */
	static final String ELSEWHERE = "elsewhere";

	private static final RetryPolicy RETRY = RetryPolicy.maximumAttempts(5)
		.initialInterval(Duration.ofMillis(200))
		.maximumInterval(Duration.ofSeconds(2));

	private final List<Integer> signals = new ArrayList<>();

	private final Map<Integer, String> seen = new TreeMap<>();

	@SignalMethod
	public void add(int number) {
		this.signals.add(number);
	}

	@UpdateMethod
	public int change(int number) {
		if (number % 3 == 0) {
			Workflows.sleep(Duration.ofMillis(50));
		}
		return number * 2;
	}

	@QueryMethod
	public int count() {
		return this.signals.size();
	}

	/** Carries out a plan; answers what each step came to. */
	@WorkflowMethod
	public Map<Integer, String> run(Step plan) {
		carryOut(plan);
		return this.seen;
	}

	private void carryOut(Step step) {
		switch (step.kind()) {
			case SEQUENCE -> step.steps().forEach(this::carryOut);
			case PARALLEL -> {
				List<Promise<@Nullable Void>> all = step.steps()
					.stream()
					.map((part) -> Workflows.async(() -> carryOut(part)))
					.toList();
				all.forEach(Promise::get);
			}
			case ACTIVITY -> {
				prepare();
				activity(step,
						Workflows.activity(Tools::work, step.millis(), step.times())
							.startToCloseTimeout(Duration.ofSeconds(20))
							.retryPolicy(RETRY)
							.async());
			}
			case REMOTE -> activity(step,
					Workflows.activity(Tools::work, step.millis(), step.times())
						.taskQueue(ELSEWHERE)
						.startToCloseTimeout(Duration.ofSeconds(20))
						.retryPolicy(RETRY)
						.async());
			case HEARTBEATS -> activity(step,
					Workflows.activity(Tools::report, step.millis(), step.times())
						.startToCloseTimeout(Duration.ofSeconds(20))
						.heartbeatTimeout(Duration.ofSeconds(5))
						.retryPolicy(RETRY)
						.async());
			case TRANSACTION -> activity(step,
					Workflows.activity(Tools::book, step.millis(), step.times())
						.startToCloseTimeout(Duration.ofSeconds(20))
						.retryPolicy(RETRY)
						.async());
			case POISON -> activity(step,
					Workflows.activity(Tools::poison)
						.startToCloseTimeout(Duration.ofSeconds(20))
						.retryPolicy(RetryPolicy.maximumAttempts(step.times()).initialInterval(Duration.ofMillis(100)))
						.async());
			case LOCAL -> activity(step,
					Workflows.localActivity(Tools::work, step.millis(), step.times())
						.startToCloseTimeout(Duration.ofSeconds(20))
						.retryPolicy(RETRY)
						.async());
			case TIMER -> Workflows.sleep(Duration.ofMillis(step.millis()));
			case SIGNALS ->
				see(step, Workflows.await(Duration.ofMillis(step.millis()), () -> this.signals.size() >= step.times())
						? "came" : "did not come");
			case CHILD, ABANDONED_CHILD, CANCELED_CHILD -> child(step);
			case VALUES -> see(step, Workflows.sideEffect(String.class, () -> "side") + Workflows.random().nextInt(1000)
					+ change("change" + step.number()));
			case FAIL -> throw ApplicationFailure.of("Planned", "the plan says so");
			case CONTINUE -> Workflows.continueAsNew(new Step(Step.Kind.SEQUENCE, 0, 0, 0, step.steps()));
		}
	}

	/** Does what a change is about; answers its version. */
	int change(String id) {
		return Workflows.version(id, 1, 2);
	}

	/** Comes before an activity. */
	void prepare() {
	}

	private void activity(Step step, Promise<String> promise) {
		try {
			see(step, promise.get());
		}
		catch (ActivityFailure ex) {
			see(step, "failed");
		}
	}

	private void child(Step step) {
		ParentClosePolicy policy = switch (step.kind()) {
			case ABANDONED_CHILD -> ParentClosePolicy.ABANDON;
			case CANCELED_CHILD -> ParentClosePolicy.REQUEST_CANCEL;
			default -> ParentClosePolicy.TERMINATE;
		};
		Promise<Map<Integer, String>> child = Workflows
			.child(Kitchen::run, new Step(Step.Kind.SEQUENCE, 0, 0, 0, step.steps()))
			.parentClosePolicy(policy)
			.async();
		if (step.kind() == Step.Kind.CHILD) {
			try {
				child.get();
				see(step, "child");
			}
			catch (ChildWorkflowFailure ex) {
				see(step, "failed");
			}
		}
	}

	private void see(Step step, String what) {
		this.seen.put(step.number(), what);
	}

}
