package dev.holdfast.engine.schedule;

import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleUpdate;
import org.jspecify.annotations.Nullable;

/** The change of a schedule that is being put together. */
final class EngineScheduleUpdate extends SettingsDraft<ScheduleUpdate> implements ScheduleUpdate {

	private final ScheduleDescription description;

	private @Nullable Object @Nullable [] arguments;

	EngineScheduleUpdate(Schedule schedule, ScheduleNotes notes, ScheduleDescription description,
			PayloadMapper payloads) {
		super(payloads);
		this.description = description;
		begin(schedule, notes);
	}

	@Override
	ScheduleUpdate self() {
		return this;
	}

	@Override
	public ScheduleDescription description() {
		return this.description;
	}

	@Override
	public ScheduleUpdate arguments(@Nullable Object... arguments) {
		this.arguments = arguments;
		return this;
	}

	/** The new arguments, or {@code null} if they stay as they are. */
	@Nullable Object @Nullable [] newArguments() {
		return this.arguments;
	}

}
