package dev.holdfast.engine.store;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Where messages go whose run has ended: what is said to an execution follows its chain,
 * and what became of something that a run began follows a reset that took the beginning
 * over.
 */
final class Redirects {

	/** Messages that mean the execution and not only the run. */
	static final Set<String> TO_EXECUTION = Set.of(EventType.SIGNAL_RECEIVED.storedName(),
			EventType.UPDATE_REQUESTED.storedName(), EventType.CANCEL_REQUESTED.storedName(),
			EventType.WORKFLOW_TERMINATED.storedName());

	/** What became of something that the receiver began. */
	static final Set<String> OUTCOMES = Set.of(EventType.CHILD_COMPLETED.storedName(),
			EventType.CHILD_FAILED.storedName(), EventType.CHILD_TIMED_OUT.storedName(),
			EventType.CHILD_CANCELED.storedName(), EventType.CHILD_TERMINATED.storedName(),
			EventType.EXTERNAL_REQUEST_DELIVERED.storedName(), EventType.EXTERNAL_REQUEST_FAILED.storedName());

	private static final int MAX_RESETS = 100;

	private static final String CURRENT_OF_CHAIN = """
			select c.run_id from holdfast_current_run c, holdfast_execution e
			where e.run_id = ? and c.workflow_id = e.workflow_id and c.first_run_id = e.first_run_id
			""";

	private static final String RESET = """
			select reset_run_id from holdfast_execution where run_id = ? and reset_event >= ?
			""";

	private static final String IS_OPEN = "select count(*) from holdfast_run where run_id = ?";

	private final JdbcTemplate jdbc;

	private final EventCodec codec;

	Redirects(JdbcTemplate jdbc, EventCodec codec) {
		this.jdbc = jdbc;
		this.codec = codec;
	}

	/** The message as somebody can receive it, or {@code null} if nobody can. */
	@Nullable StoredMessage redirect(StoredMessage message) {
		UUID receiver = null;
		if (TO_EXECUTION.contains(message.eventType())) {
			receiver = first(this.jdbc.queryForList(CURRENT_OF_CHAIN, UUID.class, message.runId()));
		}
		else if (OUTCOMES.contains(message.eventType())) {
			receiver = tookOver(message.runId(), message.about());
		}
		return (receiver != null) ? message.to(receiver, this.codec) : null;
	}

	private @Nullable UUID tookOver(UUID runId, long event) {
		UUID last = runId;
		for (int i = 0; i < MAX_RESETS; i++) {
			UUID next = first(this.jdbc.queryForList(RESET, UUID.class, last, event));
			if (next == null) {
				return null;
			}
			Integer open = this.jdbc.queryForObject(IS_OPEN, Integer.class, next);
			if (open != null && open == 1) {
				return next;
			}
			last = next;
		}
		return null;
	}

	private static @Nullable UUID first(List<UUID> found) {
		return found.isEmpty() ? null : found.get(0);
	}

}
