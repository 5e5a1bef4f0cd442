package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import java.util.function.UnaryOperator;

import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.client.StartTemplate;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.replay.Identifiers;
import dev.holdfast.interceptor.ScheduleClientInterceptor;
import dev.holdfast.interceptor.ScheduleCreationRequest;
import dev.holdfast.schedule.ScheduleAlreadyExistsException;
import dev.holdfast.schedule.ScheduleCreation;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import org.jspecify.annotations.Nullable;

/** A schedule that is being put together. */
final class EngineScheduleCreation<W, R extends @Nullable Object> extends SettingsDraft<ScheduleCreation<W, R>>
		implements ScheduleCreation<W, R> {

	/** An id that is followed by a time must still be one. */
	private static final String LONGEST_TIME = "-2026-11-22T12:25:07.123456Z";

	private final String scheduleId;

	private final WorkflowStart<W, R> start;

	private final @Nullable Object[] arguments;

	private final StartTemplates templates;

	private final ScheduleBook book;

	private final EngineScheduleClient client;

	private boolean paused;

	private boolean trigger;

	private final List<FirstActions.Times> backfills = new ArrayList<>();

	EngineScheduleCreation(String scheduleId, WorkflowStart<W, R> start, @Nullable Object[] arguments,
			StartTemplates templates, ScheduleBook book, EngineScheduleClient client) {
		super(client.payloads());
		this.scheduleId = Identifiers.requireScheduleId(scheduleId);
		this.start = start;
		this.arguments = arguments;
		this.templates = templates;
		this.book = book;
		this.client = client;
	}

	@Override
	ScheduleCreation<W, R> self() {
		return this;
	}

	@Override
	public ScheduleCreation<W, R> options(Consumer<WorkflowStart<W, R>> options) {
		options.accept(this.start);
		return this;
	}

	@Override
	public ScheduleCreation<W, R> paused() {
		this.paused = true;
		return this;
	}

	@Override
	public ScheduleCreation<W, R> triggerImmediately() {
		this.trigger = true;
		return this;
	}

	@Override
	public ScheduleCreation<W, R> backfill(Instant from, Instant to, ScheduleOverlapPolicy overlap) {
		this.backfills.add(new FirstActions.Times(from, to, Objects.requireNonNull(overlap, "overlap")));
		return this;
	}

	private FirstActions first() {
		return new FirstActions(this.trigger, List.copyOf(this.backfills));
	}

	private ScheduleBook.Wanted wanted(ScheduleCreationRequest call) {
		StartTemplate template = this.templates.of(this.start, call.arguments().toArray(), call.headers());
		Origin.requireFree(this.templates.attributes(template));
		String own = template.workflowId();
		String prefix = (own != null) ? own : this.scheduleId;
		Identifiers.requireWorkflowId(prefix + LONGEST_TIME);
		Origin origin = new Origin(this.scheduleId, Instant.EPOCH);
		this.templates.newRun(template.payload(), prefix, origin.memo(this.book.json()), origin.searchAttributes(),
				UnaryOperator.identity());
		return new ScheduleBook.Wanted(this.scheduleId, template.workflowType(), definition(prefix, null),
				template.payload(), remaining(), note(), notes());
	}

	@Override
	public ScheduleHandle create() {
		return create(false, (wanted) -> {
			if (!this.book.create(wanted, this.paused, first())) {
				throw new ScheduleAlreadyExistsException(this.scheduleId);
			}
		});
	}

	@Override
	public ScheduleHandle createOrUpdate() {
		return create(true, (wanted) -> this.book.together(() -> {
			if (!this.book.create(wanted, this.paused, first())) {
				this.book.replace(wanted, first());
			}
		}));
	}

	private ScheduleHandle create(boolean replaces, Consumer<ScheduleBook.Wanted> creation) {
		ScheduleCreationRequest request = new ScheduleCreationRequest(this.scheduleId,
				this.templates.of(this.start).workflowType(), spec(), replaces, Arrays.asList(this.arguments),
				this.client.headers());
		this.client.interceptors().value(ScheduleClientInterceptor::create, request, (call) -> {
			creation.accept(wanted(call));
			return null;
		});
		return this.client.known(this.scheduleId);
	}

}
