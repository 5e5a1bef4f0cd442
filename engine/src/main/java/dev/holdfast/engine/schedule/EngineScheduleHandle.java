package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.function.Consumer;

import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.interception.Layers;
import dev.holdfast.engine.interception.Layers.AroundValue;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.payload.StoredMemo;
import dev.holdfast.interceptor.ScheduleBackfill;
import dev.holdfast.interceptor.ScheduleChange;
import dev.holdfast.interceptor.ScheduleClientInterceptor;
import dev.holdfast.interceptor.SchedulePause;
import dev.holdfast.interceptor.ScheduleReference;
import dev.holdfast.interceptor.ScheduleTrigger;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleUpdate;
import dev.holdfast.workflow.Memo;
import org.jspecify.annotations.Nullable;

/** A way to a schedule. */
final class EngineScheduleHandle implements ScheduleHandle {

	private final String scheduleId;

	private final ScheduleBook book;

	private final ScheduleViews views;

	private final StartTemplates templates;

	private final PayloadMapper payloads;

	private final Definitions definitions;

	private final Layers<ScheduleClientInterceptor> interceptors;

	EngineScheduleHandle(String scheduleId, ScheduleBook book, ScheduleViews views, StartTemplates templates,
			PayloadMapper payloads, Definitions definitions, Layers<ScheduleClientInterceptor> interceptors) {
		this.scheduleId = scheduleId;
		this.book = book;
		this.views = views;
		this.templates = templates;
		this.payloads = payloads;
		this.definitions = definitions;
		this.interceptors = interceptors;
	}

	/** Does something once interceptors let it pass. */
	private <C> void call(AroundValue<ScheduleClientInterceptor, C> around, C call, Consumer<C> end) {
		EngineScheduleClient.requireOutside("handle");
		this.interceptors.value(around, call, (changed) -> {
			end.accept(changed);
			return null;
		});
	}

	@Override
	public String id() {
		return this.scheduleId;
	}

	@Override
	public ScheduleDescription describe() {
		return this.interceptors.around(ScheduleClientInterceptor::describe, new ScheduleReference(this.scheduleId),
				(call) -> this.views.describe(this.book.read(this.scheduleId)));
	}

	@Override
	public Memo memo() {
		EngineScheduleClient.requireOutside("handle");
		return this.interceptors.around(ScheduleClientInterceptor::memo, new ScheduleReference(this.scheduleId),
				(call) -> storedMemo());
	}

	private Memo storedMemo() {
		if (!this.book.schedules().exists(this.scheduleId)) {
			throw new ScheduleNotFoundException(this.scheduleId);
		}
		return new StoredMemo(this.book.notes(this.scheduleId).memo(), this.payloads);
	}

	@Override
	public void update(Consumer<ScheduleUpdate> change) {
		call(ScheduleClientInterceptor::update, new ScheduleChange(this.scheduleId, change),
				(call) -> redefine(call.settings()));
	}

	private void redefine(Consumer<ScheduleUpdate> change) {
		this.book.redefine(this.scheduleId, (schedule) -> {
			EngineScheduleUpdate update = new EngineScheduleUpdate(schedule, this.book.notes(this.scheduleId),
					this.views.describe(schedule), this.payloads);
			change.accept(update);
			ScheduleDefinition before = schedule.definition();
			return new ScheduleBook.Wanted(this.scheduleId, schedule.row().workflowType(),
					update.definition(before.workflowIdPrefix(), before.declared()),
					payload(schedule, update.newArguments()), update.remaining(), update.note(), update.notes());
		});
	}

	private byte[] payload(Schedule schedule, @Nullable Object @Nullable [] arguments) {
		byte[] before = schedule.row().startPayload();
		if (arguments == null) {
			return before;
		}
		String type = schedule.row().workflowType();
		WorkflowDefinition workflow = this.definitions.workflow(type);
		if (workflow != null && !PayloadMapper.fit(workflow.main().parameterTypes(), arguments.length)) {
			throw new IllegalArgumentException(
					"Workflow " + type + " takes " + workflow.main().parameterTypes().length + " arguments ("
							+ workflow.main().method().toGenericString() + "), but was given " + arguments.length);
		}
		return this.templates.withArguments(before,
				this.payloads.writeArguments(arguments, "The input of workflow " + type));
	}

	@Override
	public void pause(String note) {
		call(ScheduleClientInterceptor::pause, new SchedulePause(this.scheduleId, note), (call) -> this.book.change(
				this.scheduleId,
				(schedule, now) -> schedule.due(schedule.state().withNote(call.note()), true, now, this.book.json())));
	}

	@Override
	public void unpause(String note) {
		call(ScheduleClientInterceptor::unpause, new SchedulePause(this.scheduleId, note),
				(call) -> this.book.change(this.scheduleId, (schedule, now) -> {
					ScheduleState state = schedule.state().withNote(call.note());
					return schedule.due(schedule.row().paused() ? state.withCursor(now) : state, false, now,
							this.book.json());
				}));
	}

	@Override
	public void trigger() {
		triggerWith(null);
	}

	@Override
	public void trigger(ScheduleOverlapPolicy overlap) {
		triggerWith(overlap);
	}

	private void triggerWith(@Nullable ScheduleOverlapPolicy overlap) {
		call(ScheduleClientInterceptor::trigger, new ScheduleTrigger(this.scheduleId, overlap),
				(call) -> this.book.trigger(this.scheduleId, call.overlap()));
	}

	@Override
	public void backfill(Instant from, Instant to, ScheduleOverlapPolicy overlap) {
		call(ScheduleClientInterceptor::backfill, new ScheduleBackfill(this.scheduleId, from, to, overlap),
				(call) -> this.book.change(this.scheduleId,
						(schedule, now) -> schedule.due(
								Triggers.backfill(schedule.state(), call.from(), call.to(), now, call.overlap()),
								schedule.row().paused(), now, this.book.json())));
	}

	@Override
	public void delete() {
		call(ScheduleClientInterceptor::delete, new ScheduleReference(this.scheduleId),
				(call) -> this.book.delete(this.scheduleId));
	}

}
