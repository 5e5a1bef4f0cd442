package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.engine.schedule.ScheduleState.Taken;
import dev.holdfast.engine.store.Schedules;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleAction;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleSummary;

/** Schedules as people see them. */
final class ScheduleViews {

	private static final int NEXT_TIMES = 10;

	private final Schedules schedules;

	ScheduleViews(Schedules schedules) {
		this.schedules = schedules;
	}

	List<ScheduleSummary> list() {
		return this.schedules.all()
			.stream()
			.map((row) -> new ScheduleSummary(row.scheduleId(), row.workflowType(), row.paused(),
					Micros.toInstantOrNull(row.nextAt()), row.problem()))
			.toList();
	}

	ScheduleDescription describe(Schedule schedule) {
		ScheduleDefinition definition = schedule.definition();
		ScheduleState state = schedule.state();
		Set<String> open = this.schedules.openRuns(state.running().stream().map(Taken::workflowId).toList()).keySet();
		return new ScheduleDescription(schedule.row().scheduleId(), schedule.row().workflowType(), definition.spec(),
				definition.overlap(), definition.catchupWindow(), definition.pauseOnFailure(), state.remaining(),
				schedule.row().paused(), state.note(), nextTimes(schedule),
				state.recent().stream().map(ScheduleViews::action).toList(),
				state.running()
					.stream()
					.filter((action) -> open.contains(action.workflowId()))
					.map(ScheduleViews::action)
					.toList(),
				state.waiting().size(), state.counts(), Micros.toInstant(schedule.row().createdAt()),
				Micros.toInstant(schedule.row().updatedAt()));
	}

	private static ScheduleAction action(Taken taken) {
		return new ScheduleAction(Micros.toInstant(taken.time()), Micros.toInstant(taken.startedAt()),
				taken.workflowId(), taken.runId().toString());
	}

	private static List<Instant> nextTimes(Schedule schedule) {
		List<Instant> next = new ArrayList<>();
		if (schedule.row().paused()) {
			return next;
		}
		Long remaining = schedule.state().remaining();
		long most = (remaining != null) ? Math.min(remaining, NEXT_TIMES) : NEXT_TIMES;
		ScheduleTimes times = schedule.times();
		long time = times.next(schedule.state().cursor());
		while (next.size() < most && time != ScheduleTimes.NEVER) {
			next.add(Micros.toInstant(times.due(schedule.row().scheduleId(), time)));
			time = times.next(time);
		}
		return next;
	}

}
