package dev.holdfast.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.ActivityAttributes.LocalActivityClosed;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/**
 * A command that the code repeats with another input than the history has.
 *
 * @param recorded the event in the history
 * @param codeSuffix where in the code
 */
record ChangedInput(HistoryEvent recorded, String codeSuffix) {

	String expected() {
		return describe(value(this.recorded));
	}

	/** What the code gives now. */
	String found(WorkflowDefinition workflow, RecordedRun run, RunServices services) {
		return describe(given(workflow, run, services)) + this.codeSuffix;
	}

	private String describe(@Nullable String value) {
		String what = switch (this.recorded.type()) {
			case WORKFLOW_COMPLETED -> "result";
			case TIMER_STARTED -> "duration";
			default -> "input";
		};
		return this.recorded.attributes().identity() + " with "
				+ ((value != null) ? "the " + what + " " + value : "another " + what);
	}

	/**
	 * The engine says that an input changed, and not to what. So the task is executed
	 * once more as if it were new, to see what the code does; unless it has side effects,
	 * which must not be had in a test.
	 */
	private @Nullable String given(WorkflowDefinition workflow, RecordedRun run, RunServices services) {
		long task = this.recorded.task();
		List<HistoryEvent> before = run.events().stream().filter((event) -> event.task() < task).toList();
		List<HistoryEvent> during = run.events().stream().filter((event) -> event.task() == task).toList();
		if (during.stream().anyMatch((event) -> event.type() == EventType.SIDE_EFFECT_RECORDED)) {
			return null;
		}
		List<Inbound> happened = during.stream()
			.filter((event) -> event.type().origin() == EventType.Origin.INBOUND)
			.map((event) -> new Inbound(event.attributes(), event.data()))
			.toList();
		WorkflowInstance instance = new WorkflowInstance(run.identity(), workflow, services);
		try {
			instance.replay(before);
			return instance.execute(this.recorded.time(), happened)
				.stream()
				.filter((event) -> event.id() == this.recorded.id())
				.map(ChangedInput::value)
				.findFirst()
				.orElse(null);
		}
		catch (TaskFailedException ex) {
			return null;
		}
		finally {
			instance.destroy();
		}
	}

	private static @Nullable String value(HistoryEvent event) {
		if (event.attributes() instanceof TimerStarted timer) {
			return Duration.of(timer.duration(), ChronoUnit.MICROS).toString();
		}
		if (event.attributes() instanceof LocalActivityClosed) {
			return null; // its arguments are not recorded
		}
		byte[] data = event.data();
		return (data != null) ? new String(data, StandardCharsets.UTF_8) : null;
	}

}
