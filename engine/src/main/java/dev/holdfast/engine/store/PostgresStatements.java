package dev.holdfast.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is written most often, by one statement of PostgreSQL each: one round trip for all
 * steps of a group, and for a start. Where the current thread has no transaction, the
 * statement is one.
 * <p>
 * No step waits for whoever has the row of its run locked: a node that was paused in the
 * middle of a commit, say, would hold up all that this one writes. Rows are locked in the
 * order of the arrays. Rows are found by their keys or places: the planner takes the
 * condition that is always true for one that a single step fulfils. Otherwise, as long as
 * the tables are small, it decides to read them whole, and keeps to that while they grow.
 */
final class PostgresStatements {

	/**
	 * The server keeps the plans of the statements that follow in the transaction.
	 * Otherwise it makes new ones each time, which takes longer than all else: it guesses
	 * that a plan for unknown arrays is worse. A plan that is kept must not read tables
	 * whole that were small when it was made.
	 */
	static final String KEEP_PLANS = """
			select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true);
			""";

	private static final String WRITE_EVENTS = """
			written as (
				insert into holdfast_event (run_id, event_id, task, event_type, recorded_at, payload)
				select d.run_id, e.event_id, e.task, e.event_type, e.recorded_at, e.payload
				from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::varchar[], ?::bigint[], ?::bytea[])
					as e (number, event_id, task, event_type, recorded_at, payload)
				join done d on d.number = e.number
			)
			select run_id from done
			""";

	private static final String LOCK = """
			locked as (
				select l.place, s.* from step s cross join lateral (
					select r.ctid as place from holdfast_run r
					where r.run_id = s.run_id and r.version = s.version and r.epoch = s.epoch
					for update skip locked
				) l
				where s.version = s.version + 0""";

	private static final String ADVANCE_RUNS = """
			update holdfast_run r
			set version = r.version + 1, next_event_id = l.next_event_id, last_task = l.last_task,
				owner = case when l.owned then r.owner end, wake_at = l.wake_at, failed_tasks = l.failed_tasks, stuck = l.stuck,
				lost_nodes = 0
			from locked l where r.ctid = l.place""";

	/** What goes with runs that have ended, of all that are locked or of some. */
	private static final String WITH_RUNS = """
			closed as (
				update holdfast_execution e
				set status = l.status, closed_at = l.closed_at, history_length = l.history_length,
					last_failure = l.last_failure
				from locked l where e.run_id = l.run_id%1$s
			), freed as (
				delete from holdfast_current_run c using locked l
				where c.workflow_id = l.workflow_id and c.run_id = l.run_id%1$s
			), activities as (
				delete from holdfast_activity_task a using locked l where a.run_id = l.run_id%1$s
			), messages as (
				delete from holdfast_inbox i using locked l where i.run_id = l.run_id%1$s
			)""";

	private static final String ADVANCE = KEEP_PLANS + """
			with step as (
				select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[],
						?::bigint[], ?::integer[], ?::boolean[]) with ordinality
					as s (run_id, version, epoch, next_event_id, last_task, owned, wake_at, failed_tasks, stuck, number)
			), %s
			), done as (
				%s
				returning r.run_id, l.number
			), %s""".formatted(LOCK, ADVANCE_RUNS, WRITE_EVENTS);

	private static final String END = """
			with step as (
				select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::varchar[], ?::varchar[], ?::bigint[],
						?::bigint[], ?::varchar[]) with ordinality
					as s (run_id, version, epoch, workflow_id, status, closed_at, history_length, last_failure, number)
			), %s
			), done as (
				delete from holdfast_run r using locked l where r.ctid = l.place returning r.run_id, l.number
			), %s, %s""".formatted(LOCK, WITH_RUNS.formatted(""), WRITE_EVENTS);

	/**
	 * Keeps senders away from runs that end. Who is sending has the row locked and is not
	 * waited for.
	 */
	private static final String BAR = """
			select run_id from holdfast_current_run where workflow_id = any(?::varchar[]) order by workflow_id
			for update skip locked;
			""";

	/** Keeps them away from one. */
	static final String BAR_ONE = """
			select run_id from holdfast_current_run where workflow_id = ? for update skip locked;
			""";

	/**
	 * Steps of which some take up messages, and some end their runs. The messages must
	 * still be there. A run ends only if the statement before this one, in the same
	 * transaction, has barred its senders, and no other message waits: this statement
	 * sees all that was committed until then.
	 */
	private static final String STEP = """
			with step as (
				select * from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[],
						?::bigint[], ?::integer[], ?::boolean[], ?::varchar[], ?::varchar[], ?::bigint[], ?::bigint[],
						?::varchar[]) with ordinality
					as s (run_id, version, epoch, next_event_id, last_task, owned, wake_at, failed_tasks, stuck,
						workflow_id, status, closed_at, history_length, last_failure, number)
			), told as (
				select * from unnest(?::bigint[], ?::varchar[]) as t (number, message_key)
			), %s and (
				select count(*) from told t where t.number = s.number and (
					select count(*) from holdfast_inbox i where i.run_id = s.run_id and i.message_key = t.message_key
				) = 0
			) = 0 and (s.status is null or (
				(
					select count(*) from holdfast_current_run c
					where c.workflow_id = s.workflow_id and c.run_id = s.run_id
						and c.xmax = pg_current_xact_id()::xid
				) = 1 and (
					select count(*) from holdfast_inbox i where i.run_id = s.run_id and (
						select count(*) from told t where t.number = s.number and t.message_key = i.message_key
					) = 0
				) = 0
			))), advanced as (
				%s and l.status is null
				returning r.run_id, l.number
			), taken as (
				delete from holdfast_inbox i using told t, advanced a
				where a.number = t.number and i.run_id = a.run_id and i.message_key = t.message_key
			), ended as (
				delete from holdfast_run r using locked l where r.ctid = l.place and l.status is not null
				returning r.run_id, l.number
			), %s, done as (
				select run_id, number from advanced union all select run_id, number from ended
			), %s""".formatted(LOCK, ADVANCE_RUNS, WITH_RUNS.formatted(" and l.status is not null"), WRITE_EVENTS);

	private static final String STEP_WITH_MESSAGES = KEEP_PLANS + STEP;

	private static final String STEP_WITH_ENDS = KEEP_PLANS + BAR + STEP;

	/**
	 * The result of an activity, in its transaction. First its run is held open; then, as
	 * the next statement sees it, the run is still open and nobody else was quicker;
	 * then, as the last one sees it, the run is still the epoch's. Each of them may wait,
	 * and must see what it waited for.
	 */
	private static final String COMPLETE = """
			select 1 from holdfast_current_run where workflow_id = ? and run_id = ? for share;
			insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload)
			select run_id, ?::varchar, ?::bigint, ?::varchar, ?::bytea from holdfast_current_run
			where workflow_id = ? and run_id = ? on conflict do nothing returning 1;
			select 1 from holdfast_run where run_id = ? and epoch = ?
			""";

	/** With one event, and with that and those of a first step. */
	private static final List<String> STARTS = IntStream.rangeClosed(1, LoneStep.MOST_EVENTS + 1)
		.mapToObj(
				(events) -> """
						with taken as (
							insert into holdfast_current_run (workflow_id, run_id, first_run_id)
							values (?::varchar, ?::uuid, ?::uuid) on conflict do nothing returning run_id
						), execution as (
							insert into holdfast_execution (run_id, workflow_id, workflow_type, task_queue, status, started_at,
								parent_run_id, parent_workflow_id, parent_event_id, place, first_run_id, history_length)
							select run_id, ?::varchar, ?::varchar, ?::varchar, ?::varchar, ?::bigint, ?::uuid, ?::varchar,
								?::bigint, ?::bigint, ?::uuid, ?::bigint
							from taken
						), run as (
							insert into holdfast_run (run_id, workflow_id, workflow_type, task_queue, version, next_event_id,
								last_task, owner, epoch, wake_at, failed_tasks, lost_nodes, stuck, flags, priority, fairness_key,
								fairness_weight)
							select run_id, ?::varchar, ?::varchar, ?::varchar, ?::bigint, ?::bigint, ?::bigint, ?::uuid, ?::bigint,
								?::bigint, 0, 0, false, ?::bigint, ?::integer, ?::varchar, ?::double precision
							from taken
						), event as (
							insert into holdfast_event (run_id, event_id, task, event_type, recorded_at, payload)
							select t.run_id, e.* from taken t cross join (values %s) as e
						)
						select count(*) from taken
						"""
					.formatted(LoneStep.events(events)))
		.toList();

	private final JdbcTemplate jdbc;

	private volatile @Nullable Boolean readsCommitted;

	PostgresStatements(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes different runs further, with their events.
	 * @return for each whether it is written (1), or its run was not as known (0)
	 */
	int[] advance(List<RunCommit> commits) {
		return counts(commits, commits.isEmpty() ? Set.of() : advanceAll(commits));
	}

	/**
	 * Ends different runs that nothing follows, with their events.
	 * @return for each whether it is written (1), or its run was not as known (0)
	 */
	int[] end(List<RunCommit> commits) {
		return counts(commits, commits.isEmpty() ? Set.of() : run(END, (statement, connection) -> {
			StepArrays arrays = new StepArrays(statement, connection, commits);
			arrays.bindVersions();
			arrays.bindEnds();
			arrays.bindEvents();
			return runIds(statement.executeQuery());
		}));
	}

	/**
	 * Writes steps of different runs that do no more than {@link RunCommit#isSimple},
	 * each if its run is as known, its messages are there and, if it ends, nobody is
	 * sending to it and no other message waits.
	 * @return the runs of those that are written
	 */
	Set<UUID> step(List<RunCommit> commits) {
		if (LoneStep.is(commits)) {
			return alone(commits.get(0));
		}
		if (commits.stream().allMatch((commit) -> commit.closing == null && commit.consumed.isEmpty())) {
			return advanceAll(commits);
		}
		boolean ends = commits.stream().anyMatch(RunCommit::isClosing);
		return run(ends ? STEP_WITH_ENDS : STEP_WITH_MESSAGES, (statement, connection) -> {
			if (ends && !readsCommitted(connection)) {
				return Set.of();
			}
			StepArrays arrays = new StepArrays(statement, connection, commits);
			if (ends) {
				arrays.bindWorkflowIdsOfEnds();
			}
			arrays.bindVersions();
			arrays.bindAdvance();
			arrays.bindEnds();
			arrays.bindConsumed();
			arrays.bindEvents();
			return lastRunIds(statement, ends ? 2 : 1);
		});
	}

	private Set<UUID> alone(RunCommit commit) {
		return run(LoneStep.sql(commit), (statement, connection) -> {
			if (commit.isClosing() && !readsCommitted(connection)) {
				return Set.of();
			}
			bind(statement, LoneStep.values(commit));
			return lastRunIds(statement, commit.isClosing() ? 2 : 1);
		});
	}

	/** What the statement answers after as many others. */
	private static Set<UUID> lastRunIds(PreparedStatement statement, int others) throws SQLException {
		statement.execute();
		for (int before = others; before > 0; before--) {
			statement.getMoreResults();
		}
		return runIds(statement.getResultSet());
	}

	private boolean readsCommitted(Connection connection) throws SQLException {
		Boolean known = this.readsCommitted;
		if (known == null) {
			known = connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
			this.readsCommitted = known;
		}
		return known;
	}

	private static int[] counts(List<RunCommit> commits, Set<UUID> written) {
		return commits.stream().mapToInt((commit) -> written.contains(commit.runId) ? 1 : 0).toArray();
	}

	private Set<UUID> advanceAll(List<RunCommit> commits) {
		return run(ADVANCE, (statement, connection) -> {
			StepArrays arrays = new StepArrays(statement, connection, commits);
			arrays.bindVersions();
			arrays.bindAdvance();
			arrays.bindEvents();
			return lastRunIds(statement, 1);
		});
	}

	private static Set<UUID> runIds(ResultSet answer) throws SQLException {
		Set<UUID> found = new HashSet<>();
		try (ResultSet rows = answer) {
			while (rows.next()) {
				found.add(rows.getObject(1, UUID.class));
			}
		}
		return found;
	}

	/**
	 * Records the result of an activity in the current transaction, where
	 * {@link #readsCommitted()}.
	 * @return whether that may commit; if not, it must be rolled back
	 */
	boolean complete(String workflowId, StoredMessage completion, long epoch) {
		@Nullable Object[] values = { workflowId, completion.runId(), completion.key(), completion.sentAt(),
				completion.eventType(), completion.payload(), workflowId, completion.runId(), completion.runId(),
				epoch };
		return run(COMPLETE, (statement, connection) -> {
			bind(statement, values);
			boolean all = statement.execute() && statement.getResultSet().next();
			while (statement.getMoreResults()) {
				all &= statement.getResultSet().next();
			}
			return all;
		});
	}

	/**
	 * Whether each statement sees what was committed before it, as long as the
	 * transaction does not say otherwise.
	 */
	boolean readsCommitted() {
		return Boolean.TRUE.equals(this.jdbc.execute((ConnectionCallback<Boolean>) this::readsCommitted));
	}

	private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
		for (int i = 0; i < values.length; i++) {
			statement.setObject(i + 1, values[i]);
		}
	}

	/** Whether a start needs no more than {@link #start}. */
	static boolean canStart(NewRun start) {
		return start.past() == null && start.searchAttributes() == null && start.requestId() == null;
	}

	/**
	 * Starts a run.
	 * @return whether its id was free; nothing is written if not
	 */
	boolean start(NewRun start, long place) {
		RunEntity run = Rows.run(start);
		ExecutionEntity execution = Rows.execution(start, place);
		List<EventEntity> events = Rows.history(start);
		List<@Nullable Object> values = new ArrayList<>(Arrays.asList(run.workflowId, run.runId, execution.firstRunId,
				run.workflowId, run.workflowType, run.taskQueue, execution.status, execution.startedAt,
				execution.parentRunId, execution.parentWorkflowId, execution.parentEventId, place, execution.firstRunId,
				execution.historyLength, run.workflowId, run.workflowType, run.taskQueue, run.version, run.nextEventId,
				run.lastTask, run.owner, run.epoch, run.wakeAt, run.flags, run.priority, run.fairnessKey,
				run.fairnessWeight));
		events.forEach((event) -> LoneStep.addValues(event, values));
		return run(STARTS.get(events.size() - 1), (statement, connection) -> {
			bind(statement, values.toArray());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() && rows.getInt(1) == 1;
			}
		});
	}

	private <T> T run(String sql, Work<T> work) {
		return Objects.requireNonNull(this.jdbc.execute((ConnectionCallback<T>) (connection) -> {
			boolean alone = !TransactionSynchronizationManager.isActualTransactionActive();
			return (alone && !connection.getAutoCommit()) ? committed(sql, work, connection)
					: run(sql, work, connection);
		}));
	}

	/** With a pool whose connections do not commit by themselves. */
	private static <T> T committed(String sql, Work<T> work, Connection connection) throws SQLException {
		try {
			T result = run(sql, work, connection);
			connection.commit();
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			connection.rollback();
			throw ex;
		}
	}

	private static <T> T run(String sql, Work<T> work, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			return work.with(statement, connection);
		}
	}

	/** Something that is done with a statement. */
	@FunctionalInterface
	private interface Work<T> {

		T with(PreparedStatement statement, Connection connection) throws SQLException;

	}

}
