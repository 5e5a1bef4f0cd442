package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What steps change beside the rows of their runs, in batches: of steps that have won, in
 * the transaction in which they have.
 */
final class StepTables {

	private static final String CLOSE_EXECUTION = """
			update holdfast_execution set status = ?, closed_at = ?, history_length = ?, last_failure = ?, next_run_id = ?
			where run_id = ?
			""";

	private static final String CHANGE_STATUS = """
			update holdfast_execution set status = ?, last_failure = ?, stuck_code = ? where run_id = ?
			""";

	private static final String CONSUME = "delete from holdfast_inbox where run_id = ? and message_key = ?";

	private static final String DELETE_ACTIVITY = """
			delete from holdfast_activity_task where run_id = ? and activity_id = ?
			""";

	/** One that no worker has taken is for somebody to see to at once. */
	private static final String CANCEL_REMOTE = """
			update holdfast_activity_task
			set cancel_requested = true, deadline_at = case when state = 'SCHEDULED' then 0 else deadline_at end
			where run_id = ? and activity_id = ? and remote = true
			""";

	private static final String PROGRESS = """
			update holdfast_request set stage = ?, event_id = ?, outcome = ? where run_id = ? and request_key = ?
			""";

	private static final String DELETE_SEARCH_ATTRIBUTE = """
			delete from holdfast_search_attribute where run_id = ? and name = ?
			""";

	/** A stuck run does nothing by itself, but it can be terminated. */
	private static final String WAKE_STUCK = """
			update holdfast_run set wake_at = 0 where run_id = ? and stuck = true
			""";

	private final JdbcTemplate jdbc;

	StepTables(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** Takes up messages. */
	void consume(List<RunCommit> winners) {
		batch(CONSUME, winners, (commit) -> commit.consumed, (commit, key) -> new Object[] { commit.runId, key });
	}

	/** Sends messages; one that terminates a stuck run wakes it. */
	void send(List<StoredMessage> messages, StatelessSession session) {
		session.insertMultiple(messages.stream().map(Rows::message).toList());
		update(WAKE_STUCK,
				messages.stream()
					.filter(StoredMessage::terminates)
					.map((message) -> new @Nullable Object[] { message.runId() })
					.toList());
	}

	void insertEvents(List<RunCommit> winners, StatelessSession session) {
		session.insertMultiple(winners.stream()
			.flatMap((commit) -> commit.events.stream().map((event) -> Rows.event(commit.runId, event)))
			.toList());
	}

	/** Everything but the events, the ends, and what concerns other runs. */
	void change(List<RunCommit> winners, StatelessSession session) {
		batch(PROGRESS, winners, (commit) -> commit.requests.values(), (commit, request) -> new @Nullable Object[] {
				request.stage().name(), request.eventId(), request.outcome(), commit.runId, request.key() });
		writeActivities(winners, session);
		changeSearchAttributes(winners, session);
		changeStatus(winners);
	}

	private void writeActivities(List<RunCommit> winners, StatelessSession session) {
		batch(CANCEL_REMOTE, winners, (commit) -> commit.remoteCancellations,
				(commit, id) -> new Object[] { commit.runId, id });
		batch(DELETE_ACTIVITY, winners, RunCommit::replacedActivities,
				(commit, id) -> new Object[] { commit.runId, id });
		session.insertMultiple(
				winners.stream().flatMap((commit) -> commit.activities.stream()).map(Rows::activity).toList());
	}

	private void changeSearchAttributes(List<RunCommit> winners, StatelessSession session) {
		batch(DELETE_SEARCH_ATTRIBUTE, winners, (commit) -> commit.searchAttributes.keySet(),
				(commit, name) -> new Object[] { commit.runId, name });
		session.insertMultiple(winners.stream()
			.flatMap((commit) -> SearchAttributeRows.of(commit.runId, commit.searchAttributes).stream())
			.toList());
	}

	private void changeStatus(List<RunCommit> winners) {
		List<@Nullable Object[]> changes = new ArrayList<>();
		for (RunCommit commit : winners) {
			RunCommit.StatusChange change = commit.statusChange;
			if (change != null && commit.closing == null) {
				changes.add(new @Nullable Object[] { change.status().name(), change.lastFailure(), change.stuckCode(),
						commit.runId });
			}
		}
		update(CHANGE_STATUS, changes);
	}

	/** What goes with runs that have ended. */
	void end(List<RunCommit> winners) {
		List<@Nullable Object[]> closings = new ArrayList<>();
		List<@Nullable Object[]> ids = new ArrayList<>();
		List<@Nullable Object[]> runIds = new ArrayList<>();
		for (RunCommit commit : winners) {
			RunCommit.Closing closing = commit.closing;
			if (closing != null) {
				closings
					.add(new @Nullable Object[] { closing.status().name(), closing.closedAt(), closing.historyLength(),
							closing.lastFailure(), Successions.nextInChain(commit), commit.runId });
				ids.add(new Object[] { commit.workflowId, commit.runId });
				runIds.add(new Object[] { commit.runId });
			}
		}
		update(CLOSE_EXECUTION, closings);
		update("delete from holdfast_current_run where workflow_id = ? and run_id = ?", ids);
		update("delete from holdfast_activity_task where run_id = ?", runIds);
		update("delete from holdfast_inbox where run_id = ?", runIds);
	}

	private <T> void batch(String sql, List<RunCommit> commits, Function<RunCommit, Collection<T>> parts,
			BiFunction<RunCommit, T, @Nullable Object[]> arguments) {
		update(sql,
				commits.stream()
					.flatMap((commit) -> parts.apply(commit).stream().map((part) -> arguments.apply(commit, part)))
					.toList());
	}

	/** Answers how many rows each has changed. */
	int[] update(String sql, List<@Nullable Object[]> arguments) {
		if (arguments.isEmpty()) {
			return new int[0];
		}
		if (arguments.size() == 1) {
			return new int[] { this.jdbc.update(sql, arguments.get(0)) };
		}
		return this.jdbc.batchUpdate(sql, arguments);
	}

}
