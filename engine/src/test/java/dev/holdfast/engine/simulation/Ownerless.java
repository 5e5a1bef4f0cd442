package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Checks, once there has been no trouble for longer than a lease, that nothing belongs to
 * a node that is no more.
 */
final class Ownerless {

	private final JdbcTemplate jdbc;

	Ownerless(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	List<Violation> check() {
		List<Violation> violations = new ArrayList<>();
		check("holdfast_run", "run", "", violations);
		// whoever takes a run looks after those that its owner was at, an end that waits
		// for its run is nobody's any more, and one that was taken from its owner is said
		// to
		// be overdue, for whoever looks next
		check("holdfast_activity_task", "activity of run",
				"""
						 and remote = true and state <> 'REPORTED' and deadline_at > 0 and not exists (select 1 from holdfast_inbox i
							where i.run_id = holdfast_activity_task.run_id
								and i.message_key = concat('activity:', holdfast_activity_task.activity_id))
						""",
				violations);
		return violations;
	}

	private void check(String table, String what, String which, List<Violation> violations) {
		this.jdbc
			.queryForList("select run_id, owner from " + table
					+ " where owner is not null and owner not in (select boot_id from holdfast_node)" + which)
			.forEach((row) -> violations.add(new Violation("I-17",
					what + " " + row.get("run_id") + " belongs to " + row.get("owner") + ", which is long gone")));
	}

}
