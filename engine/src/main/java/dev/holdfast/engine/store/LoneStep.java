package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A step that is alone in its group, as one statement of PostgreSQL with plain values: to
 * bind, and to run, one that takes any number of steps as arrays takes twice as long.
 * What it does and does not wait for is what {@link PostgresStatements} says of groups.
 */
final class LoneStep {

	/** A step with more events is written as a group is. */
	static final int MOST_EVENTS = 4;

	private static final String AS_KNOWN = """
			with locked as (
				select r.ctid as place from holdfast_run r
				where r.run_id = ? and r.version = ? and r.epoch = ?""";

	private static final String ADVANCE = AS_KNOWN + """
			 for update skip locked
			), done as (
				update holdfast_run r
				set version = r.version + 1, next_event_id = ?, last_task = ?, owner = ?::uuid, wake_at = ?::bigint,
					failed_tasks = ?, stuck = ?, lost_nodes = 0
				from locked l where r.ctid = l.place
				returning r.run_id
			)""";

	private static final String END = AS_KNOWN + """
			 and exists (
					select 1 from holdfast_current_run c
					where c.workflow_id = ? and c.run_id = ? and c.xmax = pg_current_xact_id()::xid
				) and not exists (select 1 from holdfast_inbox i where i.run_id = ?)
				for update of r skip locked
			), done as (
				delete from holdfast_run r using locked l where r.ctid = l.place returning r.run_id
			), closed as (
				update holdfast_execution e
				set status = ?, closed_at = ?, history_length = ?, last_failure = ?::varchar
				from done d where e.run_id = d.run_id
			), freed as (
				delete from holdfast_current_run c using done d where c.workflow_id = ? and c.run_id = d.run_id
			), activities as (
				delete from holdfast_activity_task a using done d where a.run_id = d.run_id
			)""";

	private static final String WRITE_EVENTS = """
			, written as (
				insert into holdfast_event (run_id, event_id, task, event_type, recorded_at, payload)
				select d.run_id, e.* from done d cross join (values %s) as e
			)
			select run_id from done
			""";

	private static final String EVENT = "(?::bigint, ?::bigint, ?::varchar, ?::bigint, ?::bytea)";

	private static final List<String> ADVANCES = byNumberOfEvents(PostgresStatements.KEEP_PLANS + ADVANCE);

	private static final List<String> ENDS = byNumberOfEvents(
			PostgresStatements.KEEP_PLANS + PostgresStatements.BAR_ONE + END);

	private LoneStep() {
	}

	private static List<String> byNumberOfEvents(String step) {
		return IntStream.rangeClosed(0, MOST_EVENTS)
			.mapToObj((count) -> step + WRITE_EVENTS.formatted(events(count)))
			.toList();
	}

	/** As many rows of values. */
	static String events(int count) {
		return String.join(", ", Collections.nCopies(count, EVENT));
	}

	/** Adds the values of an event to those of a statement. */
	static void addValues(EventEntity event, List<@Nullable Object> values) {
		Collections.addAll(values, event.eventId, event.task, event.eventType, event.recordedAt, event.payload);
	}

	/** Whether a simple step can be written so. */
	static boolean is(List<RunCommit> commits) {
		if (commits.size() != 1) {
			return false;
		}
		RunCommit commit = commits.get(0);
		return commit.consumed.isEmpty() && !commit.events.isEmpty() && commit.events.size() <= MOST_EVENTS;
	}

	/** What the server is told; the last of its answers has the run if it is written. */
	static String sql(RunCommit commit) {
		return (commit.isClosing() ? ENDS : ADVANCES).get(commit.events.size());
	}

	static @Nullable Object[] values(RunCommit commit) {
		List<@Nullable Object> values = new ArrayList<>();
		RunCommit.Closing closing = commit.closing;
		if (closing != null) {
			Collections.addAll(values, commit.workflowId, commit.runId, commit.version, commit.epoch, commit.workflowId,
					commit.runId, commit.runId, closing.status().name(), closing.closedAt(), closing.historyLength(),
					closing.lastFailure(), commit.workflowId);
		}
		else {
			Collections.addAll(values, commit.runId, commit.version, commit.epoch, commit.nextEventId, commit.lastTask,
					commit.owner, commit.wakeAt, commit.failedTasks, commit.stuck);
		}
		for (StoredEvent stored : commit.events) {
			addValues(Rows.event(commit.runId, stored), values);
		}
		return values.toArray();
	}

}
