package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.engine.history.ChildAttributes.ChildCompleted;
import dev.holdfast.engine.history.ChildAttributes.ChildFailed;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes what a reset gives a run from those whose place it takes, in the commit that
 * starts it.
 */
final class TakenPast {

	private static final String RESET = """
			update holdfast_execution set reset_run_id = ?, reset_event = ? where run_id = ?
			""";

	private static final String INSERT_REQUEST = """
			insert into holdfast_request (run_id, request_key, name, stage, event_id, requested_at)
			values (?, ?, ?, ?, ?, ?)
			""";

	/** What a run was told once, the one that takes its place is told once, too. */
	private static final String KNOWN_SIGNALS = """
			insert into holdfast_request (run_id, request_key, name, stage, requested_at)
			select n.run_id, r.request_key, r.name, r.stage, r.requested_at from holdfast_request r, holdfast_execution n
			where n.run_id = ? and r.run_id = ? and r.request_key like 'signal:%' and not exists (
				select 1 from holdfast_request k where k.run_id = n.run_id and k.request_key = r.request_key)
			""";

	private static final String LAST_EVENT = """
			select e.run_id, e.workflow_type, v.event_id, v.task, v.event_type, v.recorded_at, v.payload
			from holdfast_execution e join holdfast_event v on v.run_id = e.run_id and v.event_id = e.history_length
			where e.first_run_id = ? and e.closed_at is not null and e.next_run_id is null
			""";

	private static final String WAITING_KEYS = "select message_key from holdfast_inbox where run_id = ?";

	private final JdbcTemplate jdbc;

	private final EventCodec codec;

	private final MessageOrder order;

	TakenPast(JdbcTemplate jdbc, EventCodec codec, MessageOrder order) {
		this.jdbc = jdbc;
		this.codec = codec;
		this.order = order;
	}

	void write(NewRun run, StatelessSession session) {
		NewRun.Past past = run.past();
		if (past == null) {
			return;
		}
		this.jdbc.update(RESET, run.runId(), past.toEvent(), past.fromRunId());
		for (StoredRequest request : past.requests()) {
			this.jdbc.update(INSERT_REQUEST, request.runId(), request.key(), request.name(), request.stage().name(),
					request.eventId(), request.requestedAt());
		}
		past.replaced().forEach((replaced) -> this.jdbc.update(KNOWN_SIGNALS, run.runId(), replaced));
		List<StoredMessage> messages = new ArrayList<>(past.messages());
		messages.addAll(endedChildren(run.runId(), past));
		session.insertMultiple(messages.stream().map(Rows::message).toList());
		session.insertMultiple(past.activities().stream().map(Rows::activity).toList());
	}

	/**
	 * Children that have ended while nobody heard of it: the run that began them had
	 * closed, or was reset to before that. Whoever ends from now on finds this run.
	 */
	private List<StoredMessage> endedChildren(UUID runId, NewRun.Past past) {
		List<StoredMessage> outcomes = new ArrayList<>();
		if (past.children().isEmpty()) {
			return outcomes;
		}
		Set<String> told = new HashSet<>(this.jdbc.queryForList(WAITING_KEYS, String.class, runId));
		past.messages().forEach((message) -> told.add(message.key()));
		past.children().forEach((event, child) -> {
			String key = StoredMessage.key("child", event);
			StoredMessage outcome = told.contains(key) ? null : outcome(runId, key, event, child);
			if (outcome != null) {
				outcomes.add(outcome);
			}
		});
		return outcomes;
	}

	private @Nullable StoredMessage outcome(UUID runId, String key, long event, ChildInitiated child) {
		List<@Nullable StoredMessage> found = this.jdbc.query(LAST_EVENT, (row, number) -> {
			HistoryEvent last;
			try {
				last = this.codec.decodeEvent(row.getObject(1, UUID.class), row.getLong(3), row.getLong(4),
						row.getString(5), row.getLong(6), row.getBytes(7));
			}
			catch (UnreadableHistoryException ex) {
				return StoredMessage.of(runId, key, this.order, this.codec, new ChildFailed(event,
						Failures.application("UnreadableHistory", "How the child ended cannot be read")), null);
			}
			FailureRecord failure = Failures.ofEnd(last, row.getString(2));
			return StoredMessage.of(runId, key, this.order, this.codec,
					(failure != null) ? new ChildFailed(event, failure) : new ChildCompleted(event),
					(failure != null) ? null : last.data());
		}, child.runId());
		return found.isEmpty() ? null : found.get(0);
	}

}
