package dev.holdfast.autoconfigure.metrics;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.metrics.EngineMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.util.function.SingletonSupplier;

/**
 * Counts and times what happens, in the registry of the application. Tags are types and
 * task queues, never ids.
 */
final class MicrometerEngineMetrics implements EngineMetrics {

	private static final String BENIGN = "benign";

	private final SingletonSupplier<Meters> meters;

	MicrometerEngineMetrics(Supplier<MeterRegistry> registry) {
		this.meters = SingletonSupplier.of(() -> new Meters(registry.get()));
	}

	private Meters meters() {
		return this.meters.obtain();
	}

	@Override
	public void workflowStarted(String workflowType, String taskQueue) {
		meters().workflowStarted.withTags("type", workflowType, "queue", taskQueue).increment();
	}

	@Override
	public void workflowClosed(String workflowType, WorkflowStatus status, boolean benign, long duration) {
		String outcome = benign ? BENIGN : status.name().toLowerCase(Locale.ROOT);
		meters().workflowClosed.withTags("type", workflowType, "outcome", outcome).increment();
		record(meters().workflowDuration.withTags("type", workflowType, "outcome", outcome), duration);
	}

	@Override
	public void workflowTaskStarted(String workflowType, String taskQueue, long scheduleToStart) {
		record(meters().taskScheduleToStart.withTags("type", workflowType, "queue", taskQueue), scheduleToStart);
	}

	@Override
	public void workflowTask(String workflowType, long duration) {
		record(meters().workflowTask.withTag("type", workflowType), duration);
	}

	@Override
	public void workflowTaskFailed(String workflowType, boolean nonDeterminism) {
		meters().workflowTaskFailures
			.withTags("type", workflowType, "reason", nonDeterminism ? "non-determinism" : "error")
			.increment();
		if (nonDeterminism) {
			meters().nonDeterminism.withTag("type", workflowType).increment();
		}
	}

	@Override
	public void replayed(String workflowType, int events, long duration) {
		record(meters().replay.withTag("type", workflowType), duration);
	}

	@Override
	public void changedInput(String workflowType) {
		meters().changedInput.increment();
	}

	@Override
	public void deadlockDetected(String workflowType, boolean waits) {
		meters().deadlocks.withTags("type", workflowType, "kind", waits ? "waits" : "computes").increment();
	}

	@Override
	public void codeGivenUp(String workflowType) {
		meters().codeGivenUp.withTag("type", workflowType).increment();
	}

	@Override
	public void signalDropped(String workflowType) {
		meters().signalsDropped.withTag("type", workflowType).increment();
	}

	@Override
	public void activityStarted(String activityType, String taskQueue, long scheduleToStart) {
		record(meters().scheduleToStart.withTags("type", activityType, "queue", taskQueue), scheduleToStart);
	}

	@Override
	public void activityEnded(String activityType, AttemptOutcome outcome, long duration) {
		record(meters().activityDuration.withTags("type", activityType, "outcome", name(outcome)), duration);
	}

	@Override
	public void runClaimed(String taskQueue) {
		meters().claimed.withTag("queue", taskQueue).increment();
	}

	@Override
	public void scheduleActed(String workflowType, long taken, long skipped, long missed) {
		count(workflowType, "taken", taken);
		count(workflowType, "skipped", skipped);
		count(workflowType, "missed", missed);
	}

	private void count(String workflowType, String outcome, long actions) {
		if (actions > 0) {
			meters().scheduleActions.withTags("type", workflowType, "outcome", outcome).increment(actions);
		}
	}

	@Override
	public void scheduleLag(String workflowType, long lag) {
		record(meters().scheduleLag.withTag("type", workflowType), lag);
	}

	@Override
	public void fenced() {
		meters().fenced.increment();
	}

	@Override
	public void runsDeleted(int runs) {
		meters().deleted.increment(runs);
	}

	private static void record(Timer timer, long micros) {
		timer.record(Math.max(0, micros), TimeUnit.MICROSECONDS);
	}

	private static String name(AttemptOutcome outcome) {
		if (outcome instanceof AttemptOutcome.Failed failed) {
			return failed.failure().benign() ? BENIGN : "failed";
		}
		return (outcome instanceof AttemptOutcome.Superseded) ? "superseded" : "completed";
	}

	/** The meters, made when they are first needed: the registry comes late. */
	private static final class Meters {

		private final MeterProvider<Counter> workflowStarted;

		private final MeterProvider<Counter> workflowClosed;

		private final MeterProvider<Timer> workflowDuration;

		private final MeterProvider<Timer> taskScheduleToStart;

		private final MeterProvider<Timer> workflowTask;

		private final MeterProvider<Counter> workflowTaskFailures;

		private final MeterProvider<Counter> nonDeterminism;

		private final MeterProvider<Timer> replay;

		private final Counter changedInput;

		private final MeterProvider<Counter> signalsDropped;

		private final MeterProvider<Counter> deadlocks;

		private final MeterProvider<Counter> codeGivenUp;

		private final MeterProvider<Timer> scheduleToStart;

		private final MeterProvider<Timer> activityDuration;

		private final MeterProvider<Counter> claimed;

		private final MeterProvider<Counter> scheduleActions;

		private final MeterProvider<Timer> scheduleLag;

		private final Counter fenced;

		private final Counter deleted;

		Meters(MeterRegistry registry) {
			this.workflowStarted = counter(registry, "holdfast.workflow.started", "Workflows that were started");
			this.workflowClosed = counter(registry, "holdfast.workflow.closed", "Workflows that closed");
			this.workflowDuration = timer(registry, "holdfast.workflow.duration",
					"Time from the start of workflows to their end");
			this.taskScheduleToStart = timer(registry, "holdfast.workflow.task.schedule.to.start",
					"Time that workflow tasks waited for a slot");
			this.workflowTask = timer(registry, "holdfast.workflow.task", "Time that workflow code ran at a stretch");
			this.workflowTaskFailures = counter(registry, "holdfast.workflow.task.failures",
					"Workflow tasks that failed and are tried again");
			this.nonDeterminism = counter(registry, "holdfast.nondeterminism",
					"Workflow tasks whose code did not match the history");
			this.replay = timer(registry, "holdfast.replay", "Time that replays of histories took");
			this.changedInput = Counter.builder("holdfast.replay.changed.input")
				.description("Commands that were given another input on replay than the history has")
				.register(registry);
			this.signalsDropped = counter(registry, "holdfast.signals.dropped",
					"Signals that were dropped because they cannot be read");
			this.deadlocks = counter(registry, "holdfast.workflow.deadlocks",
					"Workflow code that kept its thread for longer than the deadlock detection timeout");
			this.codeGivenUp = counter(registry, "holdfast.workflow.code.given.up",
					"Workflow code that kept its thread for longer than its task may take, and was given up");
			this.scheduleToStart = timer(registry, "holdfast.activity.schedule.to.start",
					"Time that activities waited for a slot");
			this.activityDuration = timer(registry, "holdfast.activity.duration", "Time that attempts took");
			this.claimed = counter(registry, "holdfast.runs.claimed", "Runs that this node took over");
			this.scheduleActions = counter(registry, "holdfast.schedule.actions",
					"Actions of schedules: taken, skipped because of overlap, or missed because they were too late");
			this.scheduleLag = timer(registry, "holdfast.schedule.lag",
					"Time that actions of schedules were later than they were due");
			this.fenced = Counter.builder("holdfast.fenced")
				.description("Writes that were refused because the run was not this node's any more")
				.register(registry);
			this.deleted = Counter.builder("holdfast.retention.deleted")
				.description("Closed runs that were deleted because they had been kept long enough")
				.register(registry);
		}

		private static MeterProvider<Counter> counter(MeterRegistry registry, String name, String description) {
			return Counter.builder(name).description(description).withRegistry(registry);
		}

		private static MeterProvider<Timer> timer(MeterRegistry registry, String name, String description) {
			return Timer.builder(name).description(description).withRegistry(registry);
		}

	}

}
