package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.holdfast.engine.dispatch.DispatchOrder;
import dev.holdfast.engine.store.ActivityAnswers.AfterCommit;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * The rows of activities that any worker of their task queue may take. Candidates are
 * read without locks, then each is taken by one compare-and-set, which counts the
 * attempt. What a node says about an attempt counts only while the attempt is its own;
 * what follows from it is for the owner of the run to decide, who is sent a message.
 */
public final class ActivityTasks {

	private static final String WAITING = """
			select a.run_id, r.workflow_id, r.workflow_type, a.activity_id, a.attempt, a.due_at, a.heartbeat, a.last_failure,
				a.priority, a.fairness_key, a.fairness_weight
			from holdfast_activity_task a join holdfast_run r on r.run_id = a.run_id
			where a.remote = true and a.task_queue = :queue and a.state = 'SCHEDULED' and a.due_at <= :now
				and a.cancel_requested = false and (a.deadline_at is null or a.deadline_at > :now)
				and (:everyType = true or a.activity_type in (:types))
			order by a.priority, a.due_at limit :limit
			""";

	/** The database may answer those that are due at the same time in any order. */
	private static final Comparator<WaitingActivity> IN_ORDER = Comparator.comparingLong(WaitingActivity::dueAt)
		.thenComparingLong(WaitingActivity::activityId);

	private static final String SCHEDULED = """
			select run_id, event_id, task, event_type, recorded_at, payload from holdfast_event
			where run_id in (:runIds) and event_id in (:eventIds) and event_type = 'ActivityScheduled'
			""";

	private static final String FREE = """
			select run_id, activity_id from holdfast_activity_task
			where run_id in (:runIds) and activity_id in (:activityIds) and remote = true and state = 'SCHEDULED'
			for update skip locked
			""";

	private static final String CLAIM = """
			update holdfast_activity_task
			set state = 'STARTED', attempt = attempt + 1, owner = ?, due_at = ?, deadline_at = ?
			where run_id = ? and activity_id = ? and attempt = ? and state = 'SCHEDULED' and remote = true
				and cancel_requested = false
			""";

	private static final String IS_MINE = """
			where run_id = ? and activity_id = ? and attempt = ? and owner = ? and state = 'STARTED' and remote = true
			""";

	private static final String MINE = """
			select count(*) from holdfast_activity_task
			""" + IS_MINE;

	private static final String REPORT = """
			update holdfast_activity_task set state = 'REPORTED', deadline_at = null
			""" + IS_MINE;

	private static final String BEAT = """
			update holdfast_activity_task set deadline_at = ?, heartbeat = coalesce(?, heartbeat)
			""" + IS_MINE;

	private static final String HAND_OVER = """
			update holdfast_activity_task
			set state = 'OUTSIDE', remote = false, owner = null, deadline_at = null, heartbeat = coalesce(?, heartbeat)
			""" + IS_MINE;

	/** One whose end is on its way to its run is not to be made any more. */
	private static final String TAKEN_BY = """
			select a.run_id, a.activity_id, a.attempt, a.cancel_requested from holdfast_activity_task a
			where a.remote = true and a.state = 'STARTED' and a.owner = ?
				and not exists (select 1 from holdfast_inbox i
					where i.run_id = a.run_id and i.message_key = concat('activity:', a.activity_id))
			""";

	private static final String OVERDUE = """
			select a.run_id, r.workflow_id, a.activity_id, a.attempt, a.state, a.owner, a.due_at, a.deadline_at, a.heartbeat,
				a.cancel_requested
			from holdfast_activity_task a join holdfast_run r on r.run_id = a.run_id
			where a.remote = true and a.state in ('STARTED', 'SCHEDULED') and a.deadline_at <= ?
				and not exists (select 1 from holdfast_inbox i
					where i.run_id = a.run_id and i.message_key = concat('activity:', a.activity_id))
			order by a.deadline_at limit ?
			""";

	private static final String REPORT_OVERDUE = """
			update holdfast_activity_task set state = 'REPORTED', deadline_at = null
			where run_id = ? and activity_id = ? and attempt = ? and state = ? and remote = true and deadline_at = ?
			""";

	private static final String UNLOCKED = """
			select attempt from holdfast_activity_task where run_id = ? and activity_id = ? for update skip locked
			""";

	private static final String TAKEN = """
			select run_id, activity_id, attempt from holdfast_activity_task
			where remote = true and state = 'STARTED' and owner = ? and (deadline_at is null or deadline_at > 0)
			""";

	private static final String LIMITED = "limit ? for update skip locked";

	private static final String TAKEN_BY_GONE = TAKEN + LIMITED;

	private static final String TAKEN_BY_ORPHAN = TAKEN + """
				and not exists (select 1 from holdfast_node n where n.boot_id = holdfast_activity_task.owner)
			""" + LIMITED;

	private static final String LOSE = """
			update holdfast_activity_task set deadline_at = 0
			where run_id = ? and activity_id = ? and attempt = ? and owner = ? and state = 'STARTED' and remote = true
			""";

	private static final String ORPHANED = """
			select distinct a.owner from holdfast_activity_task a where a.remote = true and a.state = 'STARTED'
				and not exists (select 1 from holdfast_node n where n.boot_id = a.owner)
				and (a.deadline_at is null or a.deadline_at > 0)
			""";

	private static final int LOSE_BATCH = 500;

	private static final RowMapper<WaitingActivity> WAITING_ROW = (row, number) -> new WaitingActivity(
			row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getLong(4), row.getInt(5),
			row.getLong(6), row.getBytes(7), row.getBytes(8),
			new Priority(row.getInt(9), row.getString(10), row.getObject(11, Double.class)));

	private static final RowMapper<Overdue> OVERDUE_ROW = (row, number) -> new Overdue(row.getObject(1, UUID.class),
			row.getString(2), row.getLong(3), row.getInt(4), StoredActivity.State.valueOf(row.getString(5)),
			row.getLong(7), row.getLong(8), row.getBytes(9), row.getBoolean(10));

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	private final NamedParameterJdbcTemplate named;

	private final SendGate gate;

	private final InboxWriter inbox;

	private final AfterCommit afterCommit;

	/**
	 * An attempt of a node.
	 *
	 * @param cancelRequested whether the workflow has asked it to stop
	 */
	public record Taken(UUID runId, long activityId, int attempt, boolean cancelRequested) {
	}

	/**
	 * An activity that somebody has to see to.
	 *
	 * @param state whether it waits for a worker or an attempt has begun
	 * @param since when the attempt began, or since when it waits
	 * @param deadlineAt what time has passed; 0 if the node that took it is gone or
	 * nobody may take it any more
	 */
	public record Overdue(UUID runId, String workflowId, long activityId, int attempt, StoredActivity.State state,
			long since, long deadlineAt, byte @Nullable [] heartbeat, boolean cancelRequested) {
	}

	/** Where an attempt stands. */
	public enum Standing {

		/** It is the node's that asks. */
		MINE,
		/** It is, and the workflow has asked it to stop. */
		CANCEL_REQUESTED,
		/** It does not count any more. */
		LOST

	}

	ActivityTasks(EngineTransactions transactions, NamedParameterJdbcTemplate named, SendGate gate, InboxWriter inbox,
			AfterCommit afterCommit) {
		this.transactions = transactions;
		this.jdbc = named.getJdbcTemplate();
		this.named = named;
		this.gate = gate;
		this.inbox = inbox;
		this.afterCommit = afterCommit;
	}

	// Taking

	/** Activities of a task queue that wait for a worker, those first that come first. */
	public List<WaitingActivity> waiting(String taskQueue, Collection<String> types, boolean everyType, long now,
			int limit) {
		Collection<String> known = types.isEmpty() ? List.of("") : types;
		List<WaitingActivity> waiting = this.transactions
			.read(() -> this.named.query(WAITING, Map.of("queue", taskQueue, "now", now, "everyType", everyType,
					"types", known, "limit", limit * DispatchOrder.CHOICE), WAITING_ROW));
		return DispatchOrder.first(waiting.stream().sorted(IN_ORDER).toList(), WaitingActivity::priority, limit);
	}

	/** The events that scheduled activities; one that is gone is left out. */
	public Map<WaitingActivity, StoredEvent> scheduled(Collection<WaitingActivity> activities) {
		Map<UUID, Map<Long, StoredEvent>> events = new HashMap<>();
		this.transactions.read(() -> {
			this.named.query(
					SCHEDULED, Map.of("runIds", activities.stream().map(WaitingActivity::runId).distinct().toList(),
							"eventIds", activities.stream().map(WaitingActivity::activityId).distinct().toList()),
					(row) -> {
						events.computeIfAbsent(row.getObject(1, UUID.class), (id) -> new HashMap<>())
							.put(row.getLong(2), new StoredEvent(row.getLong(2), row.getLong(3), row.getString(4),
									row.getLong(5), row.getBytes(6)));
					});
			return null;
		});
		Map<WaitingActivity, StoredEvent> found = new HashMap<>();
		for (WaitingActivity activity : activities) {
			StoredEvent event = events.getOrDefault(activity.runId(), Map.of()).get(activity.activityId());
			if (event != null) {
				found.put(activity, event);
			}
		}
		return found;
	}

	/**
	 * Takes what it can of these activities.
	 * @param deadlines when the attempt of each is overdue, or {@code null} if never
	 */
	public List<WaitingActivity> claim(Collection<WaitingActivity> activities, UUID node, long now,
			Function<WaitingActivity, @Nullable Long> deadlines) {
		if (activities.isEmpty()) {
			return List.of();
		}
		return this.transactions.own((session) -> {
			List<WaitingActivity> free = free(activities);
			int[] counts = free.isEmpty() ? new int[0]
					: this.jdbc.batchUpdate(CLAIM,
							free.stream()
								.map((activity) -> new @Nullable Object[] { node, now, deadlines.apply(activity),
										activity.runId(), activity.activityId(), activity.attempt() })
								.toList());
			return IntStream.range(0, counts.length).filter((i) -> counts[i] == 1).mapToObj(free::get).toList();
		});
	}

	/**
	 * Those that nobody else is just taking: a node that froze while it did must not hold
	 * up the others.
	 */
	private List<WaitingActivity> free(Collection<WaitingActivity> activities) {
		Map<UUID, Set<Long>> free = new HashMap<>();
		this.named.query(
				FREE, Map.of("runIds", activities.stream().map(WaitingActivity::runId).distinct().toList(),
						"activityIds", activities.stream().map(WaitingActivity::activityId).distinct().toList()),
				(row) -> {
					free.computeIfAbsent(row.getObject(1, UUID.class), (id) -> new HashSet<>()).add(row.getLong(2));
				});
		return activities.stream()
			.filter((activity) -> free.getOrDefault(activity.runId(), Set.of()).contains(activity.activityId()))
			.sorted(Comparator.comparing(WaitingActivity::runId).thenComparing(WaitingActivity::activityId))
			.toList();
	}

	// What the node that took it says

	/**
	 * Sends the result of an attempt to its run, in the transaction of the caller if
	 * there is one.
	 * @return whether the attempt still counts; if not, the transaction must be rolled
	 * back
	 */
	public boolean complete(ActivityClaim claim, StoredMessage completion) {
		return this.transactions.join((session) -> {
			if (!holds(claim) || !this.inbox.insertIf(completion, () -> isMine(claim))) {
				return false;
			}
			this.afterCommit.run(() -> {
			});
			return true;
		});
	}

	/**
	 * Sends word to its run that an attempt has failed, timed out or been lost; answers
	 * whether the attempt still counted.
	 */
	public boolean report(ActivityClaim claim, StoredMessage message) {
		return this.transactions
			.own((session) -> holds(claim) && this.jdbc.update(REPORT, key(claim)) == 1 && inserted(message));
	}

	/**
	 * Writes down that an attempt is completed from outside, and sends its run word of
	 * it; answers whether the attempt still counted.
	 */
	public boolean handOver(ActivityClaim claim, byte @Nullable [] heartbeat, StoredMessage message) {
		return this.transactions.own((session) -> holds(claim) && this.jdbc.update(HAND_OVER, heartbeat, claim.runId(),
				claim.activityId(), claim.attempt(), claim.node()) == 1 && inserted(message));
	}

	/**
	 * Writes down that an attempt is alive.
	 * @param deadline when it is overdue now, or {@code null} if never
	 * @return whether the attempt still counts
	 */
	public boolean beat(ActivityClaim claim, byte @Nullable [] heartbeat, @Nullable Long deadline) {
		return this.transactions.own((session) -> this.jdbc.update(BEAT, deadline, heartbeat, claim.runId(),
				claim.activityId(), claim.attempt(), claim.node()) == 1);
	}

	/** The attempts that are a node's. */
	public List<Taken> takenBy(UUID node) {
		return this.transactions
			.read(() -> this.jdbc.query(TAKEN_BY, (row, number) -> new Taken(row.getObject(1, UUID.class),
					row.getLong(2), row.getInt(3), row.getBoolean(4)), node));
	}

	private boolean isMine(ActivityClaim claim) {
		Integer mine = this.jdbc.queryForObject(MINE, Integer.class, key(claim));
		return mine != null && mine == 1;
	}

	private boolean holds(ActivityClaim claim) {
		CurrentRun open = this.gate.hold(claim.workflowId());
		return open != null && open.runId().equals(claim.runId());
	}

	private boolean inserted(StoredMessage message) {
		boolean inserted = this.inbox.insert(message);
		this.afterCommit.run(() -> {
		});
		return inserted;
	}

	private static Object[] key(ActivityClaim claim) {
		return new Object[] { claim.runId(), claim.activityId(), claim.attempt(), claim.node() };
	}

	// What others see to

	/**
	 * Activities that waited for a worker for too long, whose attempts are overdue, or
	 * whose nodes are gone.
	 */
	public List<Overdue> overdue(long now, int limit) {
		return this.transactions.read(() -> this.jdbc.query(OVERDUE, OVERDUE_ROW, now, limit));
	}

	/**
	 * Sends word of such an activity to its run; answers whether nobody else had. Waits
	 * for nobody: who just has it may be frozen.
	 */
	public boolean report(Overdue overdue, StoredMessage message) {
		return this.transactions.own((session) -> isFree(overdue.runId(), overdue.activityId())
				&& overdue.runId()
					.equals(this.gate.tryHold(List.of(overdue.workflowId())).runs().get(overdue.workflowId()))
				&& this.jdbc.update(REPORT_OVERDUE, overdue.runId(), overdue.activityId(), overdue.attempt(),
						overdue.state().name(), overdue.deadlineAt()) == 1
				&& inserted(message));
	}

	private boolean isFree(UUID runId, long activityId) {
		return !this.jdbc.queryForList(UNLOCKED, Integer.class, runId, activityId).isEmpty();
	}

	/**
	 * Says that the attempts of a node that ends or begins anew are lost.
	 * @return how many there were
	 */
	public int lose(UUID node) {
		return lose(node, TAKEN_BY_GONE);
	}

	/**
	 * Says that the attempts of a node are lost that is gone, as long as it has not come
	 * back.
	 * @return how many there were
	 */
	public int loseOrphans(UUID goneNode) {
		return lose(goneNode, TAKEN_BY_ORPHAN);
	}

	/** A limited number at a time, except those that are locked at the moment. */
	private int lose(UUID goneNode, String taken) {
		int lost = 0;
		int page;
		do {
			page = this.transactions.own((session) -> {
				List<Object[]> rows = this.jdbc.query(taken, (row, number) -> new Object[] {
						row.getObject(1, UUID.class), row.getLong(2), row.getInt(3), goneNode }, goneNode, LOSE_BATCH);
				if (!rows.isEmpty()) {
					this.jdbc.batchUpdate(LOSE, rows);
				}
				return rows.size();
			});
			lost += page;
		}
		while (page == LOSE_BATCH);
		return lost;
	}

	/** Says that an attempt of a node is lost, unless somebody is just changing it. */
	public void lose(UUID runId, long activityId, int attempt, UUID node) {
		this.transactions.own((session) -> isFree(runId, activityId)
				&& this.jdbc.update(LOSE, runId, activityId, attempt, node) == 1);
	}

	/** Nodes that have attempts and that no row answers for. */
	public List<UUID> orphanedNodes() {
		return this.transactions.read(() -> this.jdbc.query(ORPHANED, (row, number) -> row.getObject(1, UUID.class)));
	}

}
