package dev.holdfast.engine.store;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sends runs what is said from outside about their activities, in the transaction of the
 * caller if there is one.
 */
public final class ActivityAnswers {

	private static final String WAITING = """
			select attempt, state from holdfast_activity_task
			where run_id = ? and activity_id = ? and state in ('OUTSIDE', 'OUTSIDE_CANCELED')
			""";

	private static final String ENDED = "it has closed, its attempt has ended, or it has not called"
			+ " Activities.completeLater()";

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	private final SendGate gate;

	private final InboxWriter inbox;

	private final AfterCommit afterCommit;

	/** Runs something once the transaction is durable. */
	@FunctionalInterface
	interface AfterCommit {

		void run(Runnable task);

	}

	ActivityAnswers(EngineTransactions transactions, JdbcTemplate jdbc, SendGate gate, InboxWriter inbox,
			AfterCommit afterCommit) {
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.gate = gate;
		this.inbox = inbox;
		this.afterCommit = afterCommit;
	}

	/** What is said about an activity, as a message to its run. */
	@FunctionalInterface
	public interface Answer {

		StoredMessage about(OutsideActivity activity);

	}

	/**
	 * Sends what is said about an activity.
	 * @param runId the run that it must belong to, or {@code null} for the open one
	 * @param attempt the attempt that must be the current one, or {@code null} for any
	 * @param sent told of the message once it is durable
	 * @return why nothing was sent, or {@code null} if it was
	 */
	public @Nullable String send(String workflowId, @Nullable UUID runId, long activityId, @Nullable Integer attempt,
			Answer answer, Starts.AfterSend sent) {
		return this.transactions.join((session) -> {
			CurrentRun current = this.gate.hold(workflowId);
			if (current == null || (runId != null && !runId.equals(current.runId()))) {
				return "the workflow is not running";
			}
			UUID open = current.runId();
			OutsideActivity activity = find(open, activityId);
			if (activity == null) {
				return ENDED;
			}
			if (attempt != null && attempt != activity.attempt()) {
				return hasEnded(attempt, activity);
			}
			StoredMessage message = answer.about(activity);
			OutsideActivity[] now = { activity };
			if (!this.inbox.insertIf(message, () -> {
				now[0] = find(open, activityId);
				return now[0] != null && now[0].attempt() == activity.attempt();
			})) {
				OutsideActivity other = now[0];
				return (other == null) ? ENDED : (other.attempt() != activity.attempt())
						? hasEnded(activity.attempt(), other) : "it has been completed, failed or cancelled already";
			}
			this.afterCommit.run(() -> sent.sent(message));
			return null;
		});
	}

	private @Nullable OutsideActivity find(UUID runId, long activityId) {
		List<OutsideActivity> waiting = this.jdbc.query(WAITING, (row, number) -> new OutsideActivity(runId, activityId,
				row.getInt(1), "OUTSIDE_CANCELED".equals(row.getString(2))), runId, activityId);
		return waiting.isEmpty() ? null : waiting.get(0);
	}

	private static String hasEnded(int attempt, OutsideActivity current) {
		return "attempt " + attempt + " has ended, and attempt " + current.attempt() + " has begun";
	}

}
