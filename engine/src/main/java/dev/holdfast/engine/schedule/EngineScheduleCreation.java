package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.Arrays;
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

	EngineScheduleCreation(String scheduleId, WorkflowStart<W, R> start, @Nullable Object[] arguments,
			StartTemplates templates, ScheduleBook book, EngineScheduleClient client) {
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
				template.payload(), remaining(), note());
	}

	@Override
	public ScheduleHandle create() {
		return create(false, (wanted) -> {
			if (!this.book.create(wanted, this.paused, this.trigger)) {
				throw new ScheduleAlreadyExistsException(this.scheduleId);
			}
		});
	}

	@Override
	public ScheduleHandle createOrUpdate() {
		return create(true, (wanted) -> this.book.together(() -> {
			if (!this.book.create(wanted, this.paused, this.trigger)) {
				this.book.replace(wanted);
				if (this.trigger) {
					this.book.trigger(this.scheduleId, null);
				}
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
