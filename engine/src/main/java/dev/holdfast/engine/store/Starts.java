package dev.holdfast.engine.store;

import java.util.List;
import java.util.UUID;

import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Starts runs and sends messages on behalf of clients, in the transaction of the caller
 * if there is one.
 */
public final class Starts {

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	private final boolean onConflict;

	private final CurrentRunRepository currentRuns;

	private final ExecutionRepository executions;

	private final SendGate gate;

	private final Runnable durably;

	private final Mailing mailing;

	private final RequestRepository requests;

	/** What became of a message that a client sends. */
	public enum Sent {

		/** The run will receive it. */
		SENT,
		/** It was sent before, and counts once. */
		KNOWN,
		/** The run is not open. */
		NOT_OPEN,
		/** Too many messages wait for the run; nothing was written. */
		FULL

	}

	Starts(EngineTransactions transactions, JdbcTemplate jdbc, boolean onConflict, CurrentRunRepository currentRuns,
			ExecutionRepository executions, RequestRepository requests, SendGate gate, Runnable durably) {
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.onConflict = onConflict;
		this.currentRuns = currentRuns;
		this.executions = executions;
		this.gate = gate;
		this.durably = durably;
		this.requests = requests;
		this.mailing = new Mailing(jdbc, onConflict);
	}

	/**
	 * Starts a run, unless its id is in use.
	 * @param afterCommit runs once the start is durable
	 * @return the open run that has the id, or {@code null} if the new one was started
	 */
	public @Nullable UUID start(NewRun start, Runnable afterCommit) {
		return this.transactions.join((session) -> {
			UUID open = this.currentRuns.findRunId(start.workflowId());
			if (open != null || !takeId(start)) {
				return (open != null) ? open : this.currentRuns.findRunId(start.workflowId());
			}
			Rows.insert(List.of(start), session);
			durablyAfterCommit(afterCommit);
			return null;
		});
	}

	/**
	 * Two starts of one id at the same time: the key decides, without failing the
	 * caller's transaction.
	 */
	private boolean takeId(NewRun start) {
		if (this.onConflict) {
			return this.jdbc.update(
					"insert into holdfast_current_run (workflow_id, run_id) values (?, ?) on conflict do nothing",
					start.workflowId(), start.runId()) == 1;
		}
		try {
			return this.jdbc.update("insert into holdfast_current_run (workflow_id, run_id) values (?, ?)",
					start.workflowId(), start.runId()) == 1;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/**
	 * Sends a message to a run, if its inbox has room.
	 * @param afterCommit runs once the message is durable
	 */
	public Sent sendIfRoom(String workflowId, StoredMessage message, AfterSend afterCommit) {
		return this.transactions.join((session) -> {
			if (!message.runId().equals(this.gate.hold(workflowId))) {
				return Sent.NOT_OPEN;
			}
			return sent(this.mailing.send(message, session), message, afterCommit);
		});
	}

	/**
	 * Sends a message to a run, if its inbox has room and the run has not been sent one
	 * with this key before.
	 * @param name the name of the update or signal
	 * @param afterCommit runs once the message is durable
	 */
	public Sent sendOnce(String workflowId, StoredMessage message, String name, AfterSend afterCommit) {
		return this.transactions.join((session) -> {
			if (!message.runId().equals(this.gate.hold(workflowId))) {
				return (this.requests.find(message.runId(), message.key()) != null) ? Sent.KNOWN : Sent.NOT_OPEN;
			}
			return sent(this.mailing.sendOnce(message, StoredRequest.of(message, name), session), message, afterCommit);
		});
	}

	private Sent sent(Mailing.Outcome outcome, StoredMessage message, AfterSend afterCommit) {
		return switch (outcome) {
			case SENT -> {
				durablyAfterCommit(() -> afterCommit.sent(message));
				yield Sent.SENT;
			}
			case KNOWN -> Sent.KNOWN;
			case FULL -> Sent.FULL;
		};
	}

	/**
	 * Sends a message to a run, however many wait for it.
	 * @param afterCommit runs once the message is durable
	 * @return whether the run is open and will receive it
	 */
	public boolean send(String workflowId, StoredMessage message, AfterSend afterCommit) {
		return this.transactions.join((session) -> {
			if (!message.runId().equals(this.gate.hold(workflowId))) {
				return false;
			}
			session.insert(Rows.message(message));
			durablyAfterCommit(() -> afterCommit.sent(message));
			return true;
		});
	}

	/**
	 * Records the result of an activity in the transaction that the activity ran in. The
	 * row is unique, so of two attempts one at most commits; and the run must still be
	 * the epoch's that began the attempt.
	 * @return whether the transaction may commit; if not, it must be rolled back
	 */
	public boolean complete(String workflowId, StoredMessage completion, long epoch) {
		return this.transactions.join((session) -> {
			UUID open = this.gate.hold(workflowId);
			if (!completion.runId().equals(open) || !insertOnce(completion, session)) {
				return false;
			}
			Integer current = this.jdbc.queryForObject(
					"select count(*) from holdfast_run where run_id = ? and epoch = ?", Integer.class,
					completion.runId(), epoch);
			if (current == null || current != 1) {
				return false;
			}
			durablyAfterCommit(() -> {
			});
			return true;
		});
	}

	/** Sends what is said from outside about activities. */
	public ActivityAnswers answers() {
		return new ActivityAnswers(this.transactions, this.jdbc, this.gate, this::insertOnce, this::durablyAfterCommit);
	}

	private boolean insertOnce(StoredMessage message, StatelessSession session) {
		if (this.onConflict) {
			return this.jdbc.update(
					"""
							insert into holdfast_inbox (run_id, message_key, sent_at, event_type, payload) values (?, ?, ?, ?, ?)
							on conflict do nothing
							""",
					message.runId(), message.key(), message.sentAt(), message.eventType(), message.payload()) == 1;
		}
		try {
			session.insert(Rows.message(message));
			return true;
		}
		catch (ConstraintViolationException ex) {
			return false;
		}
	}

	private void durablyAfterCommit(Runnable task) {
		EngineTransactions.afterCommit(() -> {
			this.durably.run();
			task.run();
		});
	}

	/** The latest execution with an id, open or closed. */
	public @Nullable StoredExecution latest(String workflowId) {
		return this.transactions.read(() -> {
			List<ExecutionEntity> found = this.executions.findLatest(workflowId, Limit.of(1));
			return found.isEmpty() ? null : Rows.stored(found.get(0));
		});
	}

	/** Told when a message is durable. */
	@FunctionalInterface
	public interface AfterSend {

		void sent(StoredMessage message);

	}

}
