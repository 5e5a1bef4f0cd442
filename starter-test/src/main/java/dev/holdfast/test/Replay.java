package dev.holdfast.test;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.NewerHistoryException;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.NonDeterminismError;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.replay.TaskFailedException;
import dev.holdfast.engine.replay.WorkflowInstance;
import org.jspecify.annotations.Nullable;

/** One replay of one history, by the engine's own code. */
final class Replay {

	private final ReplayDefinitions definitions;

	private final RecordedRun recorded;

	private final Surroundings surroundings;

	private @Nullable ChangedInput changedInput;

	Replay(ReplayDefinitions definitions, RecordedRun recorded, Surroundings surroundings) {
		this.definitions = definitions;
		this.recorded = recorded;
		this.surroundings = surroundings;
	}

	/**
	 * Replays it.
	 * @throws ReplayFailedError if code and history part
	 */
	void run() {
		requireType();
		Executor threads = new JvmThreads().coroutines();
		RunServices services = new RunServices(this.definitions.all(), new PayloadMapper(Long.MAX_VALUE),
				this.recorded::lastTime, threads, this.surroundings.contexts(), this.surroundings.interceptors(),
				(run, event, given) -> inputChanged(event));
		WorkflowInstance instance = new WorkflowInstance(this.recorded.identity(), workflow(), services);
		try {
			instance.replay(this.recorded.events());
			failOnChangedInput(services);
		}
		catch (TaskFailedException ex) {
			throw failure(ex, instance.nextEventId());
		}
		catch (NewerHistoryException ex) {
			throw new ReplayFailedError(where(), 1, "a version of the workflow that is not given",
					String.valueOf(ex.getMessage()), "Give the replay the classes of all versions.", ex);
		}
		finally {
			instance.destroy();
			if (threads instanceof ExecutorService pool) {
				pool.shutdown();
			}
		}
	}

	/** The code of the run; a dynamic workflow stands for its type. */
	private WorkflowDefinition workflow() {
		WorkflowDefinition workflow = this.definitions.workflow();
		String type = this.recorded.started().workflowType();
		return (workflow.isDynamic() || workflow.aliases().contains(type)) ? workflow.as(type) : workflow;
	}

	/** An engine looks for the code of a run by its type. */
	private void requireType() {
		WorkflowDefinition workflow = workflow();
		String type = this.recorded.started().workflowType();
		if (!type.equals(workflow.type())) {
			throw new ReplayFailedError(where(), 1, "a workflow of type '" + type + "'",
					workflow.workflowClass().getName() + ", which is a workflow of type '" + workflow.type() + "'",
					"Replay it with its own class; if that was renamed, keep the name of the type, @Workflow(name = \""
							+ type + "\"), or list it in aliases.",
					null);
		}
	}

	private void inputChanged(HistoryEvent event) {
		if (this.changedInput == null) {
			this.changedInput = new ChangedInput(event, UserCode.suffix(new Throwable()));
		}
	}

	private void failOnChangedInput(RunServices services) {
		ChangedInput changed = this.changedInput;
		if (changed != null) {
			throw new ReplayFailedError(where(), changed.recorded().id(), changed.expected(),
					changed.found(workflow(), this.recorded, services),
					"Give what the run began with, or find out what the input depends on that is not in its history.",
					null);
		}
	}

	private ReplayFailedError failure(TaskFailedException ex, long nextEventId) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		if (cause instanceof NonDeterminismError mismatch) {
			return new ReplayFailedError(where(), mismatch.eventId(), mismatch.expected(),
					mismatch.actual() + UserCode.suffix(mismatch),
					mismatch.diff().table() + String.format("%n") + mismatch.diff().remedy(), mismatch);
		}
		HistoryEvent event = this.recorded.event(nextEventId);
		String expected = (event != null) ? event.attributes().identity()
				: "nothing more in workflow task " + this.recorded.lastTask();
		return new ReplayFailedError(where(), nextEventId, expected, cause + UserCode.suffix(cause),
				"Repair the code; if it refers to an activity or a child workflow that is not known here, give the"
						+ " replay its class, too.",
				cause);
	}

	private String where() {
		return "Workflow " + this.definitions.workflow().workflowClass().getName() + " does not match the history of '"
				+ this.recorded.identity().workflowId() + "'";
	}

}
