package dev.holdfast.engine.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What must hold of the tables whenever nothing is at work. The invariants are numbered
 * as in docs/reliability.md.
 */
public final class TableInvariants {

	private final JdbcTemplate jdbc;

	private final Map<String, String> violations = new LinkedHashMap<>();

	private TableInvariants(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** What does not hold, by invariant. */
	public static Map<String, String> violations(JdbcTemplate jdbc) {
		TableInvariants invariants = new TableInvariants(jdbc);
		invariants.check();
		return invariants.violations;
	}

	private void check() {
		none("I-1", "event ids are 1..n without gaps", """
				select run_id, count(*), min(event_id), max(event_id) from holdfast_event
				group by run_id having min(event_id) <> 1 or max(event_id) <> count(*)
				""");
		none("I-1", "an open run's next event is the one after the last", """
				select r.run_id from holdfast_run r
				where r.next_event_id <> 1 + (select count(*) from holdfast_event e where e.run_id = r.run_id)
				""");
		none("I-1", "a closed execution knows the length of its history", """
				select x.run_id from holdfast_execution x where x.closed_at is not null
				and x.history_length <> (select count(*) from holdfast_event e where e.run_id = x.run_id)
				""");
		none("I-2", "the first event is the start, and the only start", """
				select run_id, event_id from holdfast_event
				where (event_id = 1 and event_type <> 'WorkflowStarted')
				or (event_id <> 1 and event_type = 'WorkflowStarted')
				""");
		none("I-2", "at most one event closes a run, and it is the last", """
				select e.run_id, e.event_id from holdfast_event e where e.event_type in ('WorkflowCompleted',
					'WorkflowFailed', 'WorkflowCanceled', 'WorkflowTerminated', 'WorkflowTimedOut',
					'WorkflowContinuedAsNew')
				and e.event_id <> (select max(l.event_id) from holdfast_event l where l.run_id = e.run_id)
				""");
		none("I-2", "each execution that closed has an event that closes it", """
				select x.run_id from holdfast_execution x where x.closed_at is not null
				and not exists (select 1 from holdfast_event e where e.run_id = x.run_id
					and e.event_id = x.history_length and e.event_type in ('WorkflowCompleted', 'WorkflowFailed',
						'WorkflowCanceled', 'WorkflowTerminated', 'WorkflowTimedOut', 'WorkflowContinuedAsNew'))
				""");
		none("I-2", "a run that is followed by another has closed, and both are of one chain", """
				select x.run_id from holdfast_execution x left join holdfast_execution n on n.run_id = x.next_run_id
				where x.next_run_id is not null
				and (x.closed_at is null or n.run_id is null or n.first_run_id <> x.first_run_id)
				""");
		none("I-5", "times do not decrease", """
				select a.run_id, a.event_id from holdfast_event a join holdfast_event b
				on a.run_id = b.run_id and b.event_id = a.event_id + 1 where b.recorded_at < a.recorded_at
				""");
		none("I-6", "what was begun closes once at most",
				"""
						select run_id, event_type, count(*) from holdfast_event
						where event_type in ('ActivityScheduled', 'TimerStarted')
						group by run_id, event_type having count(*) < (select count(*) from holdfast_event c
							where c.run_id = holdfast_event.run_id and ((holdfast_event.event_type = 'ActivityScheduled'
								and c.event_type in ('ActivityCompleted', 'ActivityFailed', 'ActivityTimedOut', 'ActivityCanceled'))
								or (holdfast_event.event_type = 'TimerStarted' and c.event_type in ('TimerFired', 'TimerCanceled')
								and c.event_id > 2)))
						""");
		none("I-17", "a closed run leaves no activity, message or row", """
				select run_id from holdfast_activity_task where run_id not in (select run_id from holdfast_run)
				union all select run_id from holdfast_inbox where run_id not in (select run_id from holdfast_run)
				union all select run_id from holdfast_run where run_id in
					(select run_id from holdfast_execution where closed_at is not null)
				""");
		none("I-19", "the current runs are exactly the open ones", """
				select run_id from holdfast_current_run where run_id not in (select run_id from holdfast_run)
				union all select run_id from holdfast_run where run_id not in (select run_id from holdfast_current_run)
				union all select run_id from holdfast_execution where closed_at is null
					and run_id not in (select run_id from holdfast_run)
				""");
	}

	private void none(String invariant, String what, String violations) {
		List<Map<String, Object>> found = this.jdbc.queryForList(violations);
		if (!found.isEmpty()) {
			this.violations.merge(invariant, "not so: " + what + ": " + found, (one, other) -> one + "; " + other);
		}
	}

}
