package dev.holdfast.engine.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.holdfast.engine.calendar.ScheduleTimes;
import dev.holdfast.engine.schedule.ScheduleState.Taken;
import dev.holdfast.engine.store.ScheduleOverview;
import dev.holdfast.engine.store.Schedules;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.schedule.ScheduleAction;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.schedule.UnreadableScheduleException;

/** Schedules as people see them. */
final class ScheduleViews {

	private static final int NEXT_TIMES = 10;

	private final ScheduleBook book;

	private final Schedules schedules;

	ScheduleViews(ScheduleBook book) {
		this.book = book;
		this.schedules = book.schedules();
	}

	List<ScheduleSummary> list() {
		return this.schedules.all().stream().map(this::summary).toList();
	}

	/** One whose notes cannot be read is in the list all the same. */
	private ScheduleSummary summary(ScheduleOverview row) {
		ScheduleNotes notes = ScheduleNotes.NONE;
		String problem = row.problem();
		try {
			notes = ScheduleNotes.read(row.scheduleId(), this.schedules.notes(row), this.book.json());
		}
		catch (UnreadableScheduleException ex) {
			problem = (problem != null) ? problem : ex.getMessage();
		}
		return new ScheduleSummary(row.scheduleId(), row.workflowType(), row.paused(),
				Micros.toInstantOrNull(row.nextAt()), notes.memo(), notes.attributes(), problem);
	}

	ScheduleDescription describe(Schedule schedule) {
		ScheduleNotes notes = this.book.notes(schedule.row().scheduleId());
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
				Micros.toInstant(schedule.row().updatedAt()), notes.memo(), notes.attributes());
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
