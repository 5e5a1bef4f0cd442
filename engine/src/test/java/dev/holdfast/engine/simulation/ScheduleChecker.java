package dev.holdfast.engine.simulation;

import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

import dev.holdfast.engine.time.Micros;

import org.springframework.jdbc.core.JdbcTemplate;

/** Checks that schedules started what they were to start, each time once. */
final class ScheduleChecker {

	private final World world;

	private final JdbcTemplate jdbc;

	private final BiConsumer<String, String> violated;

	ScheduleChecker(World world, JdbcTemplate jdbc, BiConsumer<String, String> violated) {
		this.world = world;
		this.jdbc = jdbc;
		this.violated = violated;
	}

	/** The times that a schedule has started something for, in order. */
	static List<String> times(JdbcTemplate jdbc, Ledger.Schedule schedule) {
		return jdbc.queryForList("select workflow_id from holdfast_execution where workflow_id like '" + schedule.id
				+ "-%' and run_id = first_run_id order by workflow_id", String.class);
	}

	void check() {
		for (Ledger.Schedule schedule : this.world.ledger().schedules()) {
			List<String> ids = times(this.jdbc, schedule);
			if (ids.size() > schedule.actions
					|| (schedule.answer == Ledger.Answer.ACKNOWLEDGED && ids.size() < schedule.actions)) {
				this.violated.accept("I-16", "schedule '" + schedule.id + "' (" + schedule.answer + ") acted "
						+ ids.size() + " times instead of " + schedule.actions + ": " + ids);
			}
			for (int i = 1; i < ids.size(); i++) {
				long gap = time(schedule, ids.get(i)) - time(schedule, ids.get(i - 1));
				if (gap != schedule.everyMicros) {
					this.violated.accept("I-16", "schedule '" + schedule.id + "' left out or repeated a time: " + ids);
				}
			}
		}
	}

	private static long time(Ledger.Schedule schedule, String workflowId) {
		return Micros.of(Instant.parse(workflowId.substring(schedule.id.length() + 1)));
	}

}
