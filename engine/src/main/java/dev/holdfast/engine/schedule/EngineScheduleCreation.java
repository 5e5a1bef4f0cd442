package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.function.Consumer;

import java.util.function.UnaryOperator;

import dev.holdfast.client.WorkflowStart;
import dev.holdfast.engine.client.StartTemplate;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.replay.Identifiers;
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

	private final StartTemplates templates;

	private final ScheduleBook book;

	private final EngineScheduleClient client;

	private boolean paused;

	private boolean trigger;

	EngineScheduleCreation(String scheduleId, WorkflowStart<W, R> start, StartTemplates templates, ScheduleBook book,
			EngineScheduleClient client) {
		this.scheduleId = Identifiers.requireScheduleId(scheduleId);
		this.start = start;
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

	private ScheduleBook.Wanted wanted() {
		StartTemplate template = this.templates.of(this.start);
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
		if (!this.book.create(wanted(), this.paused, this.trigger)) {
			throw new ScheduleAlreadyExistsException(this.scheduleId);
		}
		return this.client.known(this.scheduleId);
	}

	@Override
	public ScheduleHandle createOrUpdate() {
		ScheduleBook.Wanted wanted = wanted();
		this.book.together(() -> {
			if (!this.book.create(wanted, this.paused, this.trigger)) {
				this.book.replace(wanted);
				if (this.trigger) {
					this.client.known(this.scheduleId).trigger();
				}
			}
		});
		return this.client.known(this.scheduleId);
	}

}
