package dev.holdfast.engine.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Makes runs from starts that are kept. The workflow need not be one of this node's: any
 * node that has it takes the run. Thread-safe.
 */
public final class StartTemplates {

	private final RunEnvironment environment;

	private final RunRegistry registry;

	private final BooleanSupplier acceptsRuns;

	/**
	 * Creates it.
	 * @param acceptsRuns whether a run may be born to this node
	 */
	public StartTemplates(RunEnvironment environment, RunRegistry registry, BooleanSupplier acceptsRuns) {
		this.environment = environment;
		this.registry = registry;
		this.acceptsRuns = acceptsRuns;
	}

	/**
	 * Keeps a start of this engine's client, without headers.
	 * @throws IllegalArgumentException if it has options that make no sense when it is
	 * made again and again
	 */
	public StartTemplate of(WorkflowStart<?, ?> start) {
		return of(start, null, Map.of());
	}

	/**
	 * Keeps a start of this engine's client.
	 * @param arguments what each run is given, or {@code null} for what the start has
	 * @param headers what travels with each run
	 * @throws IllegalArgumentException if it has options that make no sense when it is
	 * made again and again
	 */
	public StartTemplate of(WorkflowStart<?, ?> start, @Nullable Object @Nullable [] arguments,
			Map<String, String> headers) {
		if (start instanceof EngineWorkflowStart<?, ?> own) {
			return own.template(arguments, headers);
		}
		throw new IllegalArgumentException("This start was not made by the client of this engine: " + start);
	}

	/** Everything that a start says, but its arguments. */
	public WorkflowStarted attributes(StartTemplate template) {
		return (WorkflowStarted) read(template.payload()).attributes();
	}

	/** The same start with other arguments. */
	public byte[] withArguments(byte[] payload, byte[] arguments) {
		return this.environment.codec().toPlain(read(payload).attributes(), arguments);
	}

	/**
	 * A run that is started now.
	 * @param memo what is added to its memo, as JSON text by key
	 * @param attributes what is added to its search attributes
	 * @param lineage what is added to where it stands
	 */
	public NewRun newRun(byte[] payload, String workflowId, Map<String, String> memo,
			List<SearchAttributeUpdate> attributes, UnaryOperator<Lineage> lineage) {
		HistoryEvent kept = read(payload);
		WorkflowStarted template = (WorkflowStarted) kept.attributes();
		long now = this.environment.clock().micros();
		UUID runId = this.environment.ids().next();
		Map<String, String> whole = new TreeMap<>(template.memo());
		whole.putAll(memo);
		SearchAttributeSet found = new SearchAttributeSet(template.searchAttributes());
		attributes.forEach(found::set);
		Timing timing = template.timing();
		WorkflowStarted started = new WorkflowStarted(template.workflowType(), workflowId, template.taskQueue(), whole,
				found.stored(),
				new Timing(later(timing.executionDeadline(), now), timing.runTimeout(), timing.taskTimeout(),
						later(timing.firstTaskAt(), now)),
				template.retry(), template.parent(), lineage.apply(Lineage.first(runId)), template.headers(),
				template.notes(), template.priority());
		boolean accepted = this.acceptsRuns.getAsBoolean() && this.registry.hasRoom();
		return NewRun.of(runId, started, Objects.requireNonNullElse(kept.data(), PayloadMapper.NULL), now,
				accepted ? this.environment.ownerAtBirth(template.taskQueue(), template.workflowType()) : null,
				this.environment.codec());
	}

	private HistoryEvent read(byte[] payload) {
		return this.environment.codec().fromPlain(1, 0, EventType.WORKFLOW_STARTED.storedName(), 0, payload);
	}

	private static @Nullable Long later(@Nullable Long duration, long now) {
		return (duration != null) ? (Long) (now + duration) : null;
	}

}
