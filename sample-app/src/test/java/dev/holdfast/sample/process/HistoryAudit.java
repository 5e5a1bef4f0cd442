package dev.holdfast.sample.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks into the engine's tables, without the engine, for what must not be there once all
 * work is done.
 */
final class HistoryAudit {

	private static final String INBOUND_CLOSING_EVENTS = """
			('WorkflowCompleted', 'WorkflowFailed', 'WorkflowCanceled', 'WorkflowContinuedAsNew', 'WorkflowTerminated',
			'WorkflowTimedOut')""";

	/** What is wrong, and the query that finds where. */
	private static final Map<String, String> QUERIES = new LinkedHashMap<>();

	static {
		QUERIES.put("the numbers of events have a gap or do not begin with 1", """
				select cast(run_id as varchar(36)) from holdfast_event group by run_id
				having min(event_id) <> 1 or max(event_id) <> count(*)""");
		QUERIES.put("the length of the history is not the number of events", """
				select workflow_id from holdfast_execution x where history_length <> (
					select count(*) from holdfast_event e where e.run_id = x.run_id)""");
		QUERIES.put("the first event, and only that, must be WorkflowStarted", """
				select cast(run_id as varchar(36)) from holdfast_event
				where (event_type = 'WorkflowStarted') <> (event_id = 1)""");
		QUERIES.put("the last event, and only that, must close the run", """
				select cast(e.run_id as varchar(36)) from holdfast_event e
				where (e.event_type in %s) <> (e.event_id = (
					select max(l.event_id) from holdfast_event l where l.run_id = e.run_id))"""
			.formatted(INBOUND_CLOSING_EVENTS));
		QUERIES.put("events go back in time, or tasks do not follow each other", """
				select cast(run_id as varchar(36)) from (
					select run_id, task - lag(task) over (partition by run_id order by event_id) as tasks,
						recorded_at - lag(recorded_at) over (partition by run_id order by event_id) as micros
					from holdfast_event) steps
				where tasks not in (0, 1) or micros < 0""");
		QUERIES.put("an execution is not done", """
				select workflow_id || ' ' || status from holdfast_execution
				where closed_at is null or status in ('RUNNING', 'STUCK')""");
		QUERIES.put("an order was executed more than once", """
				select workflow_id from holdfast_execution group by workflow_id having count(*) <> 1""");
		QUERIES.put("an order that is in the books was not executed", """
				select invoice_no from customer_order
				where not exists (select 1 from holdfast_execution where workflow_id = 'order-' || invoice_no)""");
		QUERIES.put("an execution has no order in the books", """
				select workflow_id from holdfast_execution
				where parent_run_id is null and not exists (
					select 1 from customer_order where workflow_id = 'order-' || invoice_no)""");
		QUERIES.put("a child has no parent that initiated it, or two", """
				select c.workflow_id from holdfast_execution c where c.parent_run_id is not null and 1 <> (
					select count(*) from holdfast_event e where e.run_id = c.parent_run_id
						and e.event_id = c.parent_event_id and e.event_type = 'ChildInitiated')""");
		QUERIES.put("a child was initiated and does not exist", """
				select cast(e.run_id as varchar(36)) from holdfast_event e
				where e.event_type = 'ChildInitiated' and 1 <> (
					select count(*) from holdfast_execution c
					where c.parent_run_id = e.run_id and c.parent_event_id = e.event_id)""");
		QUERIES.put("an order was decided about more than once", """
				select cast(run_id as varchar(36)) from holdfast_event
				where event_type = 'UpdateAccepted' group by run_id having count(*) > 1""");
		QUERIES.put("an accepted decision was not completed", """
				select cast(run_id as varchar(36)) from holdfast_event
				where event_type in ('UpdateAccepted', 'UpdateCompleted') group by run_id having count(*) % 2 = 1""");
		QUERIES.put("there are events of no execution", orphans("holdfast_event"));
		QUERIES.put("there are requests of no execution", orphans("holdfast_request"));
		QUERIES.put("there are search attributes of no execution", orphans("holdfast_search_attribute"));
		QUERIES.put("a run is left", "select workflow_id from holdfast_run");
		QUERIES.put("a workflow id is taken", "select workflow_id from holdfast_current_run");
		QUERIES.put("a message is left",
				"select cast(run_id as varchar(36)) || ' ' || message_key from holdfast_inbox");
		QUERIES.put("an activity is left",
				"select cast(run_id as varchar(36)) || ' ' || activity_id from holdfast_activity_task");
	}

	private static final String DECISIONS = """
			select x.workflow_id, count(*) from holdfast_event e join holdfast_execution x on x.run_id = e.run_id
			where e.event_type = 'UpdateAccepted' group by x.workflow_id""";

	private final JdbcClient database;

	HistoryAudit(JdbcClient database) {
		this.database = database;
	}

	private static String orphans(String table) {
		return "select cast(t.run_id as varchar(36)) from " + table + " t where not exists ("
				+ "select 1 from holdfast_execution x where x.run_id = t.run_id)";
	}

	/**
	 * Looks for everything.
	 * @param accepted how many decisions each execution must have at least
	 * @param said how many it may have at most
	 * @return what is wrong, each in a line
	 */
	List<String> violations(Map<String, Integer> accepted, Map<String, Integer> said) {
		List<String> found = new ArrayList<>();
		QUERIES.forEach((what, sql) -> {
			List<String> where = this.database.sql(sql).query(String.class).list();
			if (!where.isEmpty()) {
				found.add(what + ": " + where.subList(0, Math.min(where.size(), 10)) + ", " + where.size() + " in all");
			}
		});
		decisions(accepted, said, found);
		return found;
	}

	private void decisions(Map<String, Integer> accepted, Map<String, Integer> said, List<String> found) {
		Map<String, Integer> received = new LinkedHashMap<>();
		this.database.sql(DECISIONS).query((row) -> {
			received.put(row.getString(1), row.getInt(2));
		});
		accepted.forEach((execution, count) -> {
			if (received.getOrDefault(execution, 0) < count) {
				found.add("%s accepted %d decisions and recorded %d".formatted(execution, count,
						received.getOrDefault(execution, 0)));
			}
		});
		received.forEach((execution, count) -> {
			if (count > said.getOrDefault(execution, 0)) {
				found.add("%s was sent %d decisions and recorded %d".formatted(execution,
						said.getOrDefault(execution, 0), count));
			}
		});
	}

}
