package dev.holdfast.benchmarks.whole;

/**
 * What a node leaves behind that has crashed: many runs, all of them with something to
 * do.
 */
final class Recovery {

	/**
	 * So long that the first step of the run that is copied is over, and the copies are
	 * made.
	 */
	static final int SLEEP_MILLIS = 5000;

	/** What is to be read of each run before it can go on. */
	static final String RUNS = "select * from holdfast_run";

	static final String EVENTS = "select * from holdfast_event order by run_id, event_id";

	private static final String DEAD = "'00000000-0000-0000-0000-00000000dead'::uuid";

	private static final String SQL = """
			create temporary table copy as
				select md5('copy' || i)::uuid as run_id, 'copy-' || i as workflow_id from generate_series(1, %1$d) i;
			insert into holdfast_execution (run_id, workflow_id, workflow_type, task_queue, status, started_at, place,
					first_run_id, history_length)
				select c.run_id, c.workflow_id, workflow_type, task_queue, status, started_at, place, c.run_id,
					history_length
				from holdfast_execution, copy c;
			insert into holdfast_run (run_id, workflow_id, workflow_type, task_queue, version, next_event_id, last_task,
					owner, epoch, wake_at, failed_tasks, lost_nodes, stuck, flags, priority)
				select c.run_id, c.workflow_id, workflow_type, task_queue, version, next_event_id, last_task,
					%2$s, epoch, wake_at, 0, 0, false, flags, priority
				from holdfast_run, copy c;
			insert into holdfast_current_run (workflow_id, run_id, first_run_id)
				select workflow_id, run_id, run_id from copy;
			insert into holdfast_event (run_id, event_id, task, event_type, recorded_at, payload)
				select c.run_id, event_id, task, event_type, recorded_at, payload from holdfast_event, copy c;
			insert into holdfast_node (boot_id, name, process, task_queues, workflow_types, activity_types, free_slots,
					started_at, lease_until)
				values (%2$s, 'dead', 'dead', '', '', '', '', 1, 1);
			drop table copy;
			""";

	private Recovery() {
	}

	/** Copies the only run that there is. */
	static String sql(int runs) {
		return SQL.formatted(runs, DEAD);
	}

}
