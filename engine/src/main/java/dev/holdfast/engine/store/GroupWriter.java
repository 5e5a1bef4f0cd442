package dev.holdfast.engine.store;

import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.holdfast.engine.history.ChildAttributes.ChildStartFailed;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.store.CommitOutcome.Kind;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Writes the steps of several runs in one transaction. Each step stands or falls by
 * itself: the compare-and-set on its run decides, and a loser takes nobody down with it.
 */
final class GroupWriter {

	private static final String ADVANCE = """
			update holdfast_run
			set version = version + 1, next_event_id = ?, last_task = ?, owner = ?, wake_at = ?, failed_tasks = ?, stuck = ?,
				lost_nodes = 0
			""";

	private static final String END = "delete from holdfast_run ";

	private static final String AS_KNOWN = "where run_id = ? and version = ? and epoch = ?";

	/**
	 * Never waits for whoever has the row locked: a node that was paused in the middle of
	 * a commit, say, would hold up all that this one writes.
	 */
	private static final String AS_KNOWN_WITHOUT_WAITING = """
			where run_id = (
				select run_id from holdfast_run where run_id = ? and version = ? and epoch = ? for update skip locked
			)
			""";

	private static final String INBOX_OF = """
			select run_id, message_key from holdfast_inbox where run_id in (:runIds)
			""";

	private static final String USED_IDS = """
			select workflow_id from holdfast_current_run where workflow_id in (:ids)
			""";

	private static final String VERSION_OF = "select version, epoch from holdfast_run where run_id = ?";

	private static final String CLOSED_WITH = """
			select count(*) from holdfast_execution where run_id = ? and status = ? and closed_at = ? and history_length = ?
			""";

	private final JdbcTemplate jdbc;

	private final Successions successions;

	private final Redirects redirects;

	private final StepTables tables;

	private final NamedParameterJdbcTemplate named;

	private final PostgresStatements postgres;

	private final SendGate gate;

	private final InboxRepository inbox;

	private final EventCodec codec;

	private final MessageOrder order;

	private final Dialect dialect;

	private final RowLocks locks;

	private final String asKnown;

	GroupWriter(NamedParameterJdbcTemplate named, Dialect dialect, SendGate gate, InboxRepository inbox,
			EventCodec codec, MessageOrder order) {
		this.dialect = dialect;
		this.locks = new RowLocks(named, dialect);
		this.asKnown = dialect.skipsLocked() ? AS_KNOWN_WITHOUT_WAITING : AS_KNOWN;
		this.jdbc = named.getJdbcTemplate();
		this.named = named;
		this.postgres = new PostgresStatements(this.jdbc);
		this.successions = new Successions(this.jdbc, inbox, codec, order);
		this.redirects = new Redirects(this.jdbc, codec);
		this.tables = new StepTables(this.jdbc);
		this.gate = gate;
		this.inbox = inbox;
		this.codec = codec;
		this.order = order;
	}

	/**
	 * Writes within the current transaction. Rows are taken in the order of their ids, so
	 * that two nodes that write the same runs do not wait for each other.
	 */
	Map<RunCommit, CommitOutcome> write(List<RunCommit> steps, StatelessSession session) {
		List<RunCommit> group = inOrder(steps);
		Map<RunCommit, CommitOutcome> outcomes = new HashMap<>();
		Deliveries deliveries = Deliveries.hold(group, this.gate);
		List<RunCommit> open = checkMessages(withoutLocked(withoutBusy(group, deliveries, outcomes), outcomes),
				deliveries.held(), outcomes);
		boolean atOnce = advancesAtOnce(open);
		List<RunCommit> winners = compareAndSet(open, atOnce, outcomes);
		if (winners.isEmpty()) {
			return outcomes;
		}
		this.tables.consume(winners);
		this.successions.write(winners.stream().filter((commit) -> commit.successor != null).toList(), session);
		List<StoredMessage> messages = new ArrayList<>();
		List<NewRun> started = new ArrayList<>();
		Map<RunCommit, Set<String>> notStarted = startChildren(winners, started, messages, session);
		deliveries.follow(winners, started);
		messages.addAll(deliveries.addressed(winners, this.redirects));
		messages.addAll(deliveries.requested(winners, this.codec, this.order, this.named));
		this.tables.send(messages, session);
		this.tables.insertEvents(unfinished(winners, atOnce), session);
		this.tables.change(winners, session);
		this.tables.end(unfinished(winners, atOnce));
		for (RunCommit commit : winners) {
			List<StoredMessage> own = messages.stream()
				.filter((message) -> message.runId().equals(commit.runId))
				.toList();
			outcomes.put(commit, new CommitOutcome(Kind.COMMITTED, own, notStarted.getOrDefault(commit, Set.of()),
					deliveries.sentBy(commit), null));
		}
		return outcomes;
	}

	private static List<RunCommit> inOrder(List<RunCommit> steps) {
		return steps.stream().sorted(Comparator.comparing((step) -> step.runId)).toList();
	}

	/** Steps that cannot say yet whether their messages are delivered are tried again. */
	private List<RunCommit> withoutBusy(List<RunCommit> group, Deliveries deliveries,
			Map<RunCommit, CommitOutcome> outcomes) {
		List<RunCommit> others = new ArrayList<>();
		for (RunCommit commit : group) {
			if (!deliveries.mustWait(commit)) {
				others.add(commit);
			}
			else {
				outcomes.put(commit, wasWritten(commit) ? written(commit) : CommitOutcome.of(Kind.BUSY));
			}
		}
		return others;
	}

	private List<RunCommit> withoutLocked(List<RunCommit> group, Map<RunCommit, CommitOutcome> outcomes) {
		Set<RunCommit> waiting = this.locks.lock(group);
		waiting.forEach((commit) -> outcomes.put(commit, lost(commit)));
		return group.stream().filter((commit) -> !waiting.contains(commit)).toList();
	}

	/**
	 * A message is taken up once: it must still be there. Closing runs must be held by no
	 * sender and have no message that they have not seen; what excludes a message waits
	 * until no sender can be about to commit it.
	 */
	private List<RunCommit> checkMessages(List<RunCommit> group, Set<String> held,
			Map<RunCommit, CommitOutcome> outcomes) {
		List<RunCommit> barring = group.stream().filter(RunCommit::barsSenders).toList();
		List<RunCommit> concerned = group.stream()
			.filter((commit) -> commit.barsSenders() || !commit.consumed.isEmpty())
			.toList();
		if (concerned.isEmpty()) {
			return group;
		}
		Set<String> barred = barring.isEmpty() ? Set.of()
				: this.gate.bar(barring.stream().map((commit) -> commit.workflowId).toList(), held);
		Map<UUID, Set<String>> waiting = new HashMap<>();
		this.named.query(INBOX_OF, Map.of("runIds", concerned.stream().map((commit) -> commit.runId).toList()),
				(row) -> {
					waiting.computeIfAbsent(row.getObject(1, UUID.class), (id) -> new HashSet<>())
						.add(row.getString(2));
				});
		List<RunCommit> open = new ArrayList<>(group);
		for (RunCommit commit : concerned) {
			Set<String> unseen = new HashSet<>(waiting.getOrDefault(commit.runId, Set.of()));
			if (!unseen.containsAll(commit.consumed)) {
				outcomes.put(commit, withoutItsMessages(commit));
				open.remove(commit);
				continue;
			}
			commit.consumed.forEach(unseen::remove);
			if (commit.isRefusedBy(unseen)) {
				outcomes.put(commit, refused(commit));
				open.remove(commit);
			}
			else if (commit.barsSenders() && !barred.contains(commit.workflowId)) {
				outcomes.put(commit, wasWritten(commit) ? written(commit) : CommitOutcome.of(busyOrGone(commit)));
				open.remove(commit);
			}
		}
		return open;
	}

	/**
	 * Messages that it was to take up are gone: it was written before, the run has gone,
	 * or it was told of them late, when it had taken them up already.
	 */
	private CommitOutcome withoutItsMessages(RunCommit commit) {
		if (wasWritten(commit)) {
			return written(commit);
		}
		return isAsKnown(commit) ? refused(commit) : CommitOutcome.of(Kind.FENCED);
	}

	/** It was written before; what it sent to its own run waits there. */
	private CommitOutcome written(RunCommit commit) {
		return new CommitOutcome(Kind.COMMITTED, this.inbox.findAll(commit.runId), Set.of());
	}

	private CommitOutcome refused(RunCommit commit) {
		return new CommitOutcome(Kind.REFUSED, this.inbox.findAll(commit.runId), Set.of());
	}

	/**
	 * A row that could not be locked is held by a sender, or is not there because the run
	 * has ended.
	 */
	private Kind busyOrGone(RunCommit commit) {
		return (currentVersion(commit) != null) ? Kind.BUSY : Kind.FENCED;
	}

	/** Whether there are groups that one statement can write. */
	boolean hasSingleStatements() {
		return this.dialect == Dialect.POSTGRESQL;
	}

	/** Whether one statement can write a whole group, which is a transaction then. */
	boolean isOneStatement(List<RunCommit> group) {
		return advancesAtOnce(group) && group.stream().allMatch(RunCommit::isSimple);
	}

	/**
	 * Writes such a group, as far as nothing is in the way of its steps. It is committed
	 * when this returns.
	 * @return the outcomes of those that are written; {@link #write} finds out about the
	 * others
	 */
	Map<RunCommit, CommitOutcome> writeAtOnce(List<RunCommit> steps) {
		List<RunCommit> group = inOrder(steps);
		Set<UUID> done = this.postgres.step(group);
		Map<RunCommit, CommitOutcome> outcomes = new HashMap<>();
		group.stream()
			.filter((commit) -> done.contains(commit.runId))
			.forEach((commit) -> outcomes.put(commit, new CommitOutcome(Kind.COMMITTED, List.of(), Set.of())));
		return outcomes;
	}

	private boolean advancesAtOnce(List<RunCommit> group) {
		return hasSingleStatements() && group.stream().map((commit) -> commit.runId).distinct().count() == group.size();
	}

	private List<RunCommit> compareAndSet(List<RunCommit> group, boolean atOnce,
			Map<RunCommit, CommitOutcome> outcomes) {
		List<RunCommit> advancing = group.stream().filter((commit) -> !commit.isClosing()).toList();
		List<RunCommit> ending = group.stream()
			.filter((commit) -> commit.isClosing() && !(atOnce && commit.isPlainEnd()))
			.toList();
		List<RunCommit> plainlyEnding = group.stream().filter((commit) -> atOnce && commit.isPlainEnd()).toList();
		List<RunCommit> winners = new ArrayList<>();
		decide(advancing, atOnce ? this.postgres.advance(advancing) : advance(advancing), winners, outcomes);
		decide(plainlyEnding, this.postgres.end(plainlyEnding), winners, outcomes);
		decide(ending,
				this.tables.update(END + this.asKnown,
						ending.stream()
							.map((commit) -> new @Nullable Object[] { commit.runId, commit.version, commit.epoch })
							.toList()),
				winners, outcomes);
		return winners;
	}

	/** The steps of which not everything was written with the compare-and-set. */
	private static List<RunCommit> unfinished(List<RunCommit> winners, boolean atOnce) {
		return atOnce ? winners.stream().filter((commit) -> commit.isClosing() && !commit.isPlainEnd()).toList()
				: winners;
	}

	private int[] advance(List<RunCommit> advancing) {
		return this.tables.update(ADVANCE + this.asKnown, advancing.stream()
			.map((commit) -> new @Nullable Object[] { commit.nextEventId, commit.lastTask, commit.owner, commit.wakeAt,
					commit.failedTasks, commit.stuck, commit.runId, commit.version, commit.epoch })
			.toList());
	}

	private void decide(List<RunCommit> commits, int[] counts, List<RunCommit> winners,
			Map<RunCommit, CommitOutcome> outcomes) {
		for (int i = 0; i < commits.size(); i++) {
			RunCommit commit = commits.get(i);
			if (counts[i] == Statement.SUCCESS_NO_INFO) {
				throw new IllegalStateException("The JDBC driver does not say how many rows a batch has changed. "
						+ "Remove useBulkStmts from the JDBC URL.");
			}
			if (counts[i] == 1) {
				winners.add(commit);
			}
			else {
				outcomes.put(commit, lost(commit));
			}
		}
	}

	/** A row that is as it was known is just being changed by somebody else. */
	private CommitOutcome lost(RunCommit commit) {
		return wasWritten(commit) ? written(commit) : CommitOutcome.of(isAsKnown(commit) ? Kind.BUSY : Kind.FENCED);
	}

	private boolean isAsKnown(RunCommit commit) {
		long[] current = currentVersion(commit);
		return current != null && current[0] == commit.version && current[1] == commit.epoch;
	}

	/** Whether an earlier attempt, whose outcome we were not told, has written it. */
	private boolean wasWritten(RunCommit commit) {
		if (!commit.outcomeUnknown) {
			return false;
		}
		RunCommit.Closing closing = commit.closing;
		if (closing != null) {
			Integer count = this.jdbc.queryForObject(CLOSED_WITH, Integer.class, commit.runId, closing.status().name(),
					closing.closedAt(), closing.historyLength());
			return count != null && count == 1;
		}
		long[] current = currentVersion(commit);
		return current != null && current[0] == commit.version + 1 && current[1] == commit.epoch;
	}

	private long @Nullable [] currentVersion(RunCommit commit) {
		List<long[]> rows = this.jdbc.query(VERSION_OF, (row, number) -> new long[] { row.getLong(1), row.getLong(2) },
				commit.runId);
		return rows.isEmpty() ? null : rows.get(0);
	}

	private Map<RunCommit, Set<String>> startChildren(List<RunCommit> winners, List<NewRun> starting,
			List<StoredMessage> messages, StatelessSession session) {
		Map<RunCommit, Set<String>> notStarted = new HashMap<>();
		List<String> ids = winners.stream()
			.flatMap((commit) -> commit.children.stream())
			.map(NewRun::workflowId)
			.toList();
		if (ids.isEmpty()) {
			return notStarted;
		}
		Set<String> used = new HashSet<>(this.named.queryForList(USED_IDS, Map.of("ids", ids), String.class));
		Set<UUID> forbidden = ReusedIds.forbidden(winners, this.named);
		for (RunCommit commit : winners) {
			for (NewRun child : commit.children) {
				if (!forbidden.contains(child.runId()) && used.add(child.workflowId())) {
					starting.add(child);
				}
				else {
					notStarted.computeIfAbsent(commit, (key) -> new HashSet<>()).add(child.workflowId());
					long childId = Objects.requireNonNull(child.parent()).eventId();
					messages.add(StoredMessage.of(commit.runId, StoredMessage.key("child", childId), this.order,
							this.codec, new ChildStartFailed(childId), null));
				}
			}
		}
		if (!starting.isEmpty()) {
			insertRuns(starting, session);
		}
		return notStarted;
	}

	private void insertRuns(Collection<NewRun> starting, StatelessSession session) {
		this.dialect.impatiently(this.jdbc, () -> {
			session.insertMultiple(starting.stream().map(Rows::currentRun).toList());
			return starting;
		});
		Rows.insert(starting, session, this.order);
	}

}
