package dev.holdfast.benchmarks.whole;

/** Rows of runs that sleep for long, which nobody has in memory. */
final class Sleepers {

	private static final String SQL = """
			create temporary table sleeper as
				select md5('sleeper' || i)::uuid as run_id, 'sleeper-' || i as workflow_id,
					(extract(epoch from now()) * 1000000)::bigint as now
				from generate_series(1, %d) i;
			insert into holdfast_execution (run_id, workflow_id, workflow_type, task_queue, status, started_at, place,
					first_run_id, history_length)
				select run_id, workflow_id, 'Sequence', 'default', 'RUNNING', now, 1, run_id, 0 from sleeper;
			insert into holdfast_run (run_id, workflow_id, workflow_type, task_queue, version, next_event_id, last_task,
					owner, epoch, wake_at, failed_tasks, lost_nodes, stuck, flags, priority)
				select run_id, workflow_id, 'Sequence', 'default', 1, 3, 1, null, 1, now + 31536000000000, 0, 0, false, 0,
					3
				from sleeper;
			insert into holdfast_current_run (workflow_id, run_id, first_run_id)
				select workflow_id, run_id, run_id from sleeper;
			insert into holdfast_event (run_id, event_id, task, event_type, recorded_at, payload)
				select run_id, e, 1, 'TimerStarted', now, decode(repeat('00', 100), 'hex')
				from sleeper, generate_series(1, 2) e;
			drop table sleeper;
			""";

	private Sleepers() {
	}

	static String sql(int runs) {
		return SQL.formatted(runs);
	}

}
