package dev.holdfast.engine.store;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.EventCodec;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Starts runs and sends messages on behalf of clients, in the transaction of the caller
 * if there is one.
 */
public final class Starts {

	/** How often a start looks again when others take and give back its id. */
	private static final int MAX_TRIES = 100;

	private static final String REQUESTED = """
			select run_id, first_run_id, status from holdfast_execution where workflow_id = ? and request_id = ?
			""";

	private static final String LATEST = """
			select run_id, first_run_id, status from holdfast_execution
			where workflow_id = ? and next_run_id is null order by started_at desc, place desc limit 1
			""";

	private static final String TAKE_ID = """
			insert into holdfast_current_run (workflow_id, run_id, first_run_id) values (?, ?, ?)
			""";

	private static final String GIVE_BACK_ID = """
			delete from holdfast_current_run where workflow_id = ? and run_id = ?
			""";

	private static final String IN_EPOCH = "select count(*) from holdfast_run where run_id = ? and epoch = ?";

	private static final String GO_ON = """
			update holdfast_execution set next_run_id = ? where run_id = ? and next_run_id is null
			""";

	private static final RowMapper<Earlier> EARLIER = (row, number) -> new Earlier(row.getObject(1, UUID.class),
			row.getObject(2, UUID.class), WorkflowStatus.valueOf(row.getString(3)));

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	private final Dialect dialect;

	private final PostgresStatements postgres;

	private final CurrentRunRepository currentRuns;

	private final SendGate gate;

	private final MessageOrder order;

	private final Runnable durably;

	private final Mailing mailing;

	private final RequestRepository requests;

	private final InboxWriter inbox;

	private final TakenPast takenPast;

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

	/**
	 * What became of a message, and which run it concerns.
	 *
	 * @param runId the run, or {@code null} if none is open
	 */
	public record Delivery(Sent sent, @Nullable UUID runId) {

		static final Delivery NOT_OPEN = new Delivery(Sent.NOT_OPEN, null);

	}

	Starts(EngineTransactions transactions, JdbcTemplate jdbc, Dialect dialect, CurrentRunRepository currentRuns,
			RequestRepository requests, SendGate gate, MessageOrder order, EventCodec codec, Runnable durably) {
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.postgres = new PostgresStatements(jdbc);
		this.currentRuns = currentRuns;
		this.gate = gate;
		this.order = order;
		this.durably = durably;
		this.requests = requests;
		this.mailing = new Mailing(jdbc, dialect);
		this.inbox = new InboxWriter(jdbc, dialect);
		this.takenPast = new TakenPast(jdbc, codec, order);
	}

	/** What became of a start. */
	public sealed interface Outcome {

		/** It is made. */
		record Started() implements Outcome {
		}

		/** The same request made it before. */
		record Requested(UUID runId, UUID firstRunId) implements Outcome {
		}

		/** An open run has the id. */
		record Running(CurrentRun run) implements Outcome {
		}

		/** A closed execution has the id, and it must not be used again. */
		record NotReusable(UUID runId, WorkflowStatus status) implements Outcome {
		}

	}

	private record Earlier(UUID runId, UUID firstRunId, WorkflowStatus status) {
	}

	/**
	 * Starts a run, unless its id is in use or must not be used again.
	 * @param birth told what becomes of the start
	 */
	public Outcome start(NewRun start, Birth birth) {
		return this.transactions.join((session) -> {
			for (int i = 0; i < MAX_TRIES; i++) {
				Outcome outcome = tryStart(start, birth, session);
				if (outcome != null) {
					return outcome;
				}
			}
			throw new IllegalStateException("Workflow '" + start.workflowId()
					+ "' was not started: others take and give back its id all the time. Try again.");
		});
	}

	/**
	 * Starts a run in a transaction of its own, if one statement can do that.
	 * @param birth told what becomes of the start
	 * @return whether it is started; if not, nothing is written, and {@link #start} tells
	 * more
	 */
	public boolean startAlone(NewRun start, Birth birth) {
		if (!isOneStatement(start) || TransactionSynchronizationManager.isSynchronizationActive()) {
			return false;
		}
		boolean started;
		try {
			started = this.postgres.start(start, this.order.next());
		}
		catch (RuntimeException ex) {
			birth.inDoubt();
			throw ex;
		}
		if (started) {
			tellAfterCommit(birth);
		}
		return started;
	}

	private boolean isOneStatement(NewRun start) {
		return this.dialect == Dialect.POSTGRESQL && start.reusePolicy() == WorkflowIdReusePolicy.ALLOW_DUPLICATE
				&& PostgresStatements.canStart(start);
	}

	/** Answers {@code null} if somebody else was quicker with the id. */
	private @Nullable Outcome tryStart(NewRun start, Birth birth, StatelessSession session) {
		if (isOneStatement(start) && this.postgres.start(start, this.order.next())) {
			tellAfterCommit(birth);
			return new Outcome.Started();
		}
		CurrentRun open = this.currentRuns.find(start.workflowId());
		Outcome requested = requested(start); // after that: who has the id may have it by
												// this request
		if (requested != null) {
			return requested;
		}
		if (open != null) {
			return new Outcome.Running(open);
		}
		if (!takeId(start)) {
			return null;
		}
		// from here on nobody else can start or end an execution with this id
		Outcome refused = requested(start);
		if (refused == null) {
			refused = notReusable(start.workflowId(), start.reusePolicy());
		}
		if (refused != null) {
			this.jdbc.update(GIVE_BACK_ID, start.workflowId(), start.runId());
			return refused;
		}
		Rows.insert(List.of(start), session, this.order);
		tellAfterCommit(birth);
		return new Outcome.Started();
	}

	/**
	 * Lets a closed execution go on as another run, unless its id is in use.
	 * @param last the last run of its chain
	 * @param birth told what becomes of it
	 * @return whether it goes on
	 */
	public boolean goOn(UUID last, NewRun next, Birth birth) {
		NewRun.Past past = Objects.requireNonNull(next.past());
		return this.transactions.own((session) -> {
			if (!takeId(next)) {
				return false;
			}
			if (this.jdbc.update(GO_ON, next.runId(), last) != 1) {
				this.jdbc.update(GIVE_BACK_ID, next.workflowId(), next.runId());
				return false;
			}
			Rows.insert(List.of(next), session, this.order);
			past.children().values().forEach((child) -> this.gate.hold(child.workflowId())); // none
																								// ends
																								// meanwhile
			this.takenPast.write(next, session);
			tellAfterCommit(birth);
			return true;
		});
	}

	private @Nullable Outcome requested(NewRun start) {
		if (start.requestId() == null) {
			return null;
		}
		List<Earlier> found = this.jdbc.query(REQUESTED, EARLIER, start.workflowId(), start.requestId());
		return found.isEmpty() ? null : new Outcome.Requested(found.get(0).runId(), found.get(0).firstRunId());
	}

	private @Nullable Outcome notReusable(String workflowId, WorkflowIdReusePolicy policy) {
		if (policy == WorkflowIdReusePolicy.ALLOW_DUPLICATE) {
			return null;
		}
		List<Earlier> found = this.jdbc.query(LATEST, EARLIER, workflowId);
		if (found.isEmpty() || isReusable(found.get(0).status(), policy)) {
			return null;
		}
		return new Outcome.NotReusable(found.get(0).runId(), found.get(0).status());
	}

	/** Whether an id may be used again whose latest execution has closed so. */
	static boolean isReusable(WorkflowStatus closed, WorkflowIdReusePolicy policy) {
		return switch (policy) {
			case ALLOW_DUPLICATE -> true;
			case ALLOW_DUPLICATE_FAILED_ONLY -> closed != WorkflowStatus.COMPLETED;
			case REJECT_DUPLICATE -> false;
		};
	}

	/**
	 * Two starts of one id at the same time: the key decides, without failing the
	 * caller's transaction.
	 */
	private boolean takeId(NewRun start) {
		return this.dialect.insertOnce(TAKE_ID,
				(sql) -> this.jdbc.update(sql, start.workflowId(), start.runId(), start.firstRunId()));
	}

	/**
	 * Sends a message to a run, if its inbox has room.
	 * @param message the message to the run that is open
	 * @param afterCommit runs once the message is durable
	 */
	public Delivery sendIfRoom(RunTarget target, Function<UUID, StoredMessage> message, AfterSend afterCommit) {
		return this.transactions.join((session) -> {
			CurrentRun open = this.gate.hold(target.workflowId());
			if (open == null || !target.means(open)) {
				return Delivery.NOT_OPEN;
			}
			StoredMessage addressed = message.apply(open.runId());
			return sent(this.mailing.send(addressed, session), addressed, afterCommit);
		});
	}

	/**
	 * Sends a message to a run, if its inbox has room and the run has not been sent one
	 * with this key before.
	 * @param message the message to the run that is open
	 * @param last the run that is asked whether it knows the message if none is open
	 * @param name the name of the update or signal
	 * @param afterCommit runs once the message is durable
	 */
	public Delivery sendOnce(RunTarget target, Function<UUID, StoredMessage> message, Supplier<@Nullable UUID> last,
			String name, AfterSend afterCommit) {
		return this.transactions.join((session) -> {
			CurrentRun open = this.gate.hold(target.workflowId());
			if (open == null || !target.means(open)) {
				UUID closed = last.get();
				return (closed != null && this.requests.find(closed, message.apply(closed).key()) != null)
						? new Delivery(Sent.KNOWN, closed) : Delivery.NOT_OPEN;
			}
			StoredMessage addressed = message.apply(open.runId());
			return sent(this.mailing.sendOnce(addressed, StoredRequest.of(addressed, name), session), addressed,
					afterCommit);
		});
	}

	private Delivery sent(Mailing.Outcome outcome, StoredMessage message, AfterSend afterCommit) {
		return switch (outcome) {
			case SENT -> {
				durablyAfterCommit(() -> afterCommit.sent(message));
				yield new Delivery(Sent.SENT, message.runId());
			}
			case KNOWN -> new Delivery(Sent.KNOWN, message.runId());
			case FULL -> new Delivery(Sent.FULL, message.runId());
		};
	}

	/**
	 * Sends a message to a run, however many wait for it.
	 * @param message the message to the run that is open
	 * @param afterCommit runs once the message is durable
	 * @return whether a run that is meant is open and will receive it
	 */
	public boolean send(RunTarget target, Function<UUID, StoredMessage> message, AfterSend afterCommit) {
		return this.transactions.join((session) -> {
			CurrentRun open = this.gate.hold(target.workflowId());
			if (open == null || !target.means(open)) {
				return false;
			}
			StoredMessage addressed = message.apply(open.runId());
			session.insert(Rows.message(addressed));
			durablyAfterCommit(() -> afterCommit.sent(addressed));
			return true;
		});
	}

	/**
	 * Records the result of an activity in the transaction that the activity ran in. The
	 * row is unique, so of two attempts one at most commits; and the run must still be
	 * the epoch's that began the attempt. If not, the transaction can only be rolled
	 * back.
	 * @return whether the transaction may commit
	 */
	public boolean complete(String workflowId, StoredMessage completion, long epoch) {
		return this.transactions.joinIf((session) -> {
			boolean recorded = (this.dialect == Dialect.POSTGRESQL && this.postgres.readsCommitted())
					? this.postgres.complete(workflowId, completion, epoch) : insert(workflowId, completion, epoch);
			if (recorded) {
				durablyAfterCommit(() -> {
				});
			}
			return recorded;
		});
	}

	private boolean insert(String workflowId, StoredMessage completion, long epoch) {
		CurrentRun open = this.gate.hold(workflowId);
		return open != null && completion.runId().equals(open.runId())
				&& this.inbox.insertIf(completion, () -> isInEpoch(completion.runId(), epoch));
	}

	private boolean isInEpoch(UUID runId, long epoch) {
		Integer current = this.jdbc.queryForObject(IN_EPOCH, Integer.class, runId, epoch);
		return current != null && current == 1;
	}

	/** Sends what is said from outside about activities. */
	public ActivityAnswers answers() {
		return new ActivityAnswers(this.transactions, this.jdbc, this.gate, this.inbox, this::durablyAfterCommit);
	}

	/** Takes activities that any worker may take, and says what becomes of them. */
	ActivityTasks activityTasks(NamedParameterJdbcTemplate named) {
		return new ActivityTasks(this.transactions, named, this.gate, this.inbox, this::durablyAfterCommit);
	}

	/** The times at which activities may begin. */
	StartTimes startTimes() {
		return new StartTimes(this.transactions, this.jdbc, this.dialect);
	}

	private void tellAfterCommit(Birth birth) {
		EngineTransactions.afterCommit(() -> {
			this.durably.run();
			birth.started();
		}, birth::inDoubt);
	}

	private void durablyAfterCommit(Runnable task) {
		EngineTransactions.afterCommit(() -> {
			this.durably.run();
			task.run();
		});
	}

	/** Told what became of the start of a run. Must not fail, nor use the database. */
	public interface Birth {

		/** The start is durable. */
		void started();

		/** The start may be durable, now or in a while: it failed while it committed. */
		void inDoubt();

	}

	/** Told when a message is durable. */
	@FunctionalInterface
	public interface AfterSend {

		void sent(StoredMessage message);

	}

}
