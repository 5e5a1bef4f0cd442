package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.holdfast.engine.dispatch.DispatchOrder;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Takes runs that nobody has: candidates are read without locks, then each is taken by
 * one compare-and-set. Who loses simply does not get it. Nobody waits for a row that
 * somebody else has locked: a node that has frozen in the middle of a commit holds its
 * locks until the database learns of it, and must not hold up the others.
 */
public final class Claims {

	/**
	 * How many nodes in a row a run may lose before it is left for somebody to look at.
	 */
	public static final int MAX_TAKEOVERS = 5;

	private static final String DUE_OF = """
			(select run_id, workflow_id, workflow_type, task_queue, version, next_event_id, last_task, epoch, wake_at,
				failed_tasks, flags, priority, fairness_key, fairness_weight
			from holdfast_run
			where owner is null and stuck = false and priority = %d and wake_at <= :now and flags <= %d
				and task_queue in (:taskQueues) and (:everyType = true or workflow_type in (:types))
			order by owner, stuck, priority, wake_at limit :limit)
			""";

	/**
	 * What is due and nobody's, longest due first in each priority. The order is that of
	 * the index, said in full, so that it is seen to be: what is not taken is not read.
	 */
	private static final String DUE = IntStream.rangeClosed(Priority.FIRST, Priority.LAST)
		.mapToObj((priority) -> DUE_OF.formatted(priority, RunFlags.KNOWN))
		.collect(Collectors.joining("union all\n"));

	private static final RowMapper<StoredRun> DUE_ROW = (row, number) -> new StoredRun(row.getObject(1, UUID.class),
			row.getString(2), row.getString(3), row.getString(4), row.getLong(5), row.getLong(6), row.getLong(7), null,
			row.getLong(8), row.getLong(9), row.getInt(10), false, row.getLong(11),
			new Priority(row.getInt(12), row.getString(13), row.getObject(14, Double.class)));

	/**
	 * It has no owner, said so that no database looks for it among all that have none:
	 * after a takeover these are many, and the statistics say that they are few.
	 */
	private static final String CLAIM = """
			update holdfast_run set owner = ?, epoch = epoch + 1, version = version + 1
			where run_id = ? and version = ? and epoch = ? and coalesce(owner, run_id) = run_id
			""";

	private static final String CLAIM_AGAIN = """
			update holdfast_run set epoch = epoch + 1, version = version + 1
			where run_id = ? and version = ? and epoch = ? and owner = ?
			""";

	private static final String FREE = """
			select run_id from holdfast_run where run_id in (:runIds) and coalesce(owner, run_id) = run_id
			for update skip locked
			""";

	private static final String UNLOCKED_OF = """
			select run_id from holdfast_run where run_id in (:runIds) for update skip locked
			""";

	/** Steps that are just being written are waited for. */
	private static final String OWNED = "select run_id from holdfast_run where owner = ? limit 1000 for update";

	private static final String FREE_OWNED = OWNED + " skip locked";

	private static final String UNLOCKED = "select 1 from holdfast_run where run_id = ? for update skip locked";

	/**
	 * Whoever rescues runs may have stood still since it saw that their owner was gone,
	 * and the owner may have come back.
	 */
	private static final String ORPHANS = """
			select run_id from holdfast_run where owner = ?
				and not exists (select 1 from holdfast_node n where n.boot_id = holdfast_run.owner)
			limit 1000 for update skip locked
			""";

	private static final int RELEASE_BATCH = 1000;

	private static final String RELEASE = """
			update holdfast_run set owner = null, epoch = epoch + 1, version = version + 1
			where run_id = ?
			""";

	private static final String EXPIRED = """
			select name from holdfast_node where boot_id = ? and lease_until = ? for update skip locked
			""";

	private static final String REMOVE_NODE = "delete from holdfast_node where boot_id = ? and lease_until = ?";

	/** What had something to do when its owner went may be what made it go. */
	private static final String BLAME = """
			update holdfast_run set lost_nodes = lost_nodes + 1, wake_at = 0
			where run_id = ? and stuck = false and (wake_at <= ?
				or exists (select 1 from holdfast_inbox i where i.run_id = holdfast_run.run_id))
			""";

	private static final String SUSPECTS = """
			select run_id from holdfast_run where owner = ? and stuck = false and lost_nodes >= ?
			""";

	private static final String QUARANTINE = """
			update holdfast_run set stuck = true, wake_at = 0, version = version + 1
			where run_id = ? and stuck = false
			""";

	private static final String QUARANTINE_EXECUTION = """
			update holdfast_execution set status = 'STUCK', last_failure = ?, stuck_code = null where run_id = ?
			""";

	private static final String WHY_QUARANTINED = "Its node ended " + Claims.MAX_TAKEOVERS
			+ " times in a row while it had something to do, and it did not get on in between: its code, or an"
			+ " activity of it, seems to end the process. Look for what exits, or takes all memory, then resume it.";

	private static final String RESUME = """
			update holdfast_run set stuck = false, failed_tasks = 0, lost_nodes = 0, wake_at = ?, version = version + 1
			where run_id = ? and stuck = true
			""";

	private static final String RETAKE = """
			update holdfast_run
			set stuck = false, failed_tasks = 0, lost_nodes = 0, wake_at = 0, owner = ?, epoch = epoch + 1, version = version + 1
			where run_id = ? and version = ? and stuck = true and coalesce(owner, run_id) = run_id
			""";

	private static final String STUCK_TYPES = """
			select distinct workflow_type from holdfast_execution where status = 'STUCK' and stuck_code is not null
			""";

	private static final String RESUME_EXECUTION = """
			update holdfast_execution set status = 'RUNNING' where run_id = ? and status = 'STUCK'
			""";

	private final EngineTransactions transactions;

	private final SingleStatements single;

	private final JdbcTemplate jdbc;

	private final NamedParameterJdbcTemplate named;

	private final RunRepository runs;

	Claims(EngineTransactions transactions, SingleStatements single, NamedParameterJdbcTemplate named,
			RunRepository runs) {
		this.transactions = transactions;
		this.single = single;
		this.jdbc = named.getJdbcTemplate();
		this.named = named;
		this.runs = runs;
	}

	/**
	 * Runs that are due or have messages, and that this node could take; those that come
	 * first if there are more.
	 * @param everyType whether it could take those of other types, too
	 */
	public List<StoredRun> candidates(long now, Collection<String> taskQueues, Collection<String> workflowTypes,
			boolean everyType, int limit) {
		if (taskQueues.isEmpty() || (workflowTypes.isEmpty() && !everyType) || limit <= 0) {
			return List.of();
		}
		Collection<String> types = workflowTypes.isEmpty() ? List.of("") : workflowTypes;
		return this.transactions.read(() -> {
			List<StoredRun> found = due(now, taskQueues, types, everyType, limit);
			for (StoredRun run : this.runs.findWithMessages(taskQueues, types, everyType, Limit.of(limit))) {
				if (found.stream().noneMatch((other) -> other.runId().equals(run.runId()))) {
					found.add(run);
				}
			}
			return found;
		});
	}

	/**
	 * Each priority is looked at for itself, so that what waits longest does not hide
	 * what comes first, and no more is read than may be taken, however much is due.
	 */
	private List<StoredRun> due(long now, Collection<String> taskQueues, Collection<String> types, boolean everyType,
			int limit) {
		List<StoredRun> due = this.named.query(DUE, Map.of("now", now, "taskQueues", taskQueues, "types", types,
				"everyType", everyType, "limit", limit * DispatchOrder.CHOICE), DUE_ROW);
		return DispatchOrder.first(due, StoredRun::priority, limit);
	}

	/** Stuck runs that may have to be ended. */
	public List<StoredRun> stuckDue(long now, int limit) {
		return this.transactions.read(() -> this.runs.findStuckDue(now, Limit.of(limit)));
	}

	/**
	 * Nothing is due for a stuck run.
	 * @param wakeAt when it may have to be ended, or {@code null} if never
	 */
	public void rest(StoredRun run, @Nullable Long wakeAt) {
		this.transactions.own((session) -> isFree(run) && this.jdbc.update(
				"update holdfast_run set wake_at = ? where run_id = ? and version = ? and stuck = true", wakeAt,
				run.runId(), run.version()) == 1);
	}

	/** Whether nobody else is just changing a run; keeps others from it if so. */
	private boolean isFree(StoredRun run) {
		return !this.jdbc.queryForList(UNLOCKED, Integer.class, run.runId()).isEmpty();
	}

	/** One open run, whoever has it, or {@code null}. */
	public @Nullable StoredRun find(UUID runId) {
		return this.transactions.read(() -> this.runs.find(runId));
	}

	/** Those of these runs that are open, whoever has them. */
	public List<StoredRun> findAll(Collection<UUID> runIds) {
		return runIds.isEmpty() ? List.of() : this.transactions.read(() -> this.runs.findAll(runIds));
	}

	/** Those of these runs that are open, and that nobody is changing at the moment. */
	public Set<UUID> unlocked(Collection<UUID> runIds) {
		return this.transactions.own((session) -> locking(UNLOCKED_OF, runIds));
	}

	private Set<UUID> locking(String query, Collection<UUID> runIds) {
		return new HashSet<>(this.named.queryForList(query, Map.of("runIds", runIds), UUID.class));
	}

	/** Takes what it can of these runs. */
	public List<StoredRun> claim(List<StoredRun> candidates, UUID bootId) {
		if (candidates.isEmpty()) {
			return List.of();
		}
		return this.transactions.own((session) -> {
			Set<UUID> locked = locking(FREE, candidates.stream().map(StoredRun::runId).toList());
			List<StoredRun> free = candidates.stream().filter((run) -> locked.contains(run.runId())).toList();
			int[] counts = free.isEmpty() ? new int[0]
					: this.jdbc.batchUpdate(CLAIM,
							free.stream()
								.map((run) -> new Object[] { bootId, run.runId(), run.version(), run.epoch() })
								.toList());
			return IntStream.range(0, counts.length)
				.filter((i) -> counts[i] == 1)
				.mapToObj((i) -> free.get(i).claimedBy(bootId))
				.toList();
		});
	}

	/**
	 * Takes again a run that this node has and does not know the state of. What it began
	 * for the run before counts no more than if another node had taken it.
	 * @return {@code null} if it has changed meanwhile, or somebody is just changing it
	 */
	public @Nullable StoredRun claimAgain(StoredRun run, UUID bootId) {
		boolean claimed = this.transactions.own((session) -> isFree(run)
				&& this.jdbc.update(CLAIM_AGAIN, run.runId(), run.version(), run.epoch(), bootId) == 1);
		return claimed ? run.claimedBy(bootId) : null;
	}

	/** Runs that have an owner, in the order of their ids. */
	public List<UUID> owned(UUID bootId, UUID after, int limit) {
		return this.transactions.read(() -> this.runs.findOwned(bootId, after, Limit.of(limit)));
	}

	/** Owners that no node answers for. */
	public List<UUID> orphanedOwners() {
		return this.transactions.read(this.runs::findOrphanedOwners);
	}

	/** Lets a stuck run try again; answers whether it was stuck. */
	public boolean resume(UUID runId, long now) {
		return this.transactions.join((session) -> this.jdbc.update(RESUME, now, runId) == 1
				&& this.jdbc.update(RESUME_EXECUTION, runId) == 1);
	}

	/** The types of stuck executions that other code might carry on. */
	public List<String> stuckTypes() {
		return this.transactions.read(() -> this.jdbc.queryForList(STUCK_TYPES, String.class));
	}

	/**
	 * Runs of a type that are stuck with other code than this.
	 * @param after the last one of those that were found before
	 */
	public List<StoredRun> stuckWithOtherCode(String workflowType, String code, Collection<String> taskQueues,
			UUID after, int limit) {
		return taskQueues.isEmpty() ? List.of() : this.transactions
			.read(() -> this.runs.findStuckWithOtherCode(workflowType, code, taskQueues, after, Limit.of(limit)));
	}

	/**
	 * Takes a stuck run to try again; answers {@code null} if it is not there to be taken
	 * any more.
	 */
	public @Nullable StoredRun retake(StoredRun run, UUID bootId) {
		return this.transactions
			.own((session) -> (isFree(run) && this.jdbc.update(RETAKE, bootId, run.runId(), run.version()) == 1
					&& this.jdbc.update(RESUME_EXECUTION, run.runId()) == 1) ? run.retakenBy(bootId) : null);
	}

	/**
	 * Gives back all runs of an owner, so that any node may claim them. Waits for steps
	 * that are just being written.
	 */
	public int releaseAll(UUID owner) {
		return release(owner, OWNED);
	}

	/**
	 * Does the same for those runs of an owner that nobody is just changing: who takes
	 * runs from a node that it thinks gone may be paused meanwhile.
	 */
	public int releaseFree(UUID owner) {
		return release(owner, FREE_OWNED);
	}

	private int release(UUID owner, String locking) {
		int released = 0;
		int page;
		do {
			page = this.transactions.own((session) -> release(owned(locking, owner)));
			released += page;
		}
		while (page == RELEASE_BATCH);
		return released;
	}

	/**
	 * What was taken from an owner that is gone.
	 *
	 * @param runs how many runs
	 * @param quarantined those that nobody takes before somebody has looked at them
	 */
	public record TakenOver(int runs, List<UUID> quarantined) {
	}

	/**
	 * Takes the runs from an owner that no node answers for, except those that are locked
	 * at the moment, and those that have lost too many nodes without getting on. A
	 * limited number at a time, so that no transaction holds many rows.
	 */
	public TakenOver releaseOrphans(UUID owner, long now) {
		int runs = 0;
		List<UUID> quarantined = new ArrayList<>();
		TakenOver page;
		do {
			page = this.transactions.own((session) -> takeOver(owner, now));
			runs += page.runs();
			quarantined.addAll(page.quarantined());
		}
		while (page.runs() == RELEASE_BATCH);
		return new TakenOver(runs, quarantined);
	}

	/**
	 * Removes a node that is gone, unless it has renewed its lease since, and takes its
	 * runs from it, so that any node may claim them: but those that have lost too many
	 * nodes without getting on. Runs that are locked at the moment, and those that are
	 * left if this node ends meanwhile, become orphans.
	 * @return {@code null} if the node has come back or somebody else is just removing it
	 */
	public @Nullable TakenOver reap(StoredNode node, long now) {
		// not in one transaction: who is paused in it would keep the node from coming
		// back
		boolean removed = this.single.finds(EXPIRED, node.bootId(), node.leaseUntil())
				&& this.single.update(REMOVE_NODE, node.bootId(), node.leaseUntil()) == 1;
		return removed ? releaseOrphans(node.bootId(), now) : null;
	}

	private TakenOver takeOver(UUID owner, long now) {
		List<UUID> runs = owned(ORPHANS, owner);
		List<UUID> quarantined = new ArrayList<>();
		if (!runs.isEmpty()) {
			this.jdbc.batchUpdate(BLAME, runs.stream().map((run) -> new Object[] { run, now }).toList());
			Set<UUID> taken = new HashSet<>(runs);
			for (UUID run : this.jdbc.queryForList(SUSPECTS, UUID.class, owner, MAX_TAKEOVERS)) {
				if (taken.contains(run) && this.jdbc.update(QUARANTINE, run) == 1) {
					this.jdbc.update(QUARANTINE_EXECUTION, WHY_QUARANTINED, run);
					quarantined.add(run);
				}
			}
		}
		return new TakenOver(release(runs), quarantined);
	}

	private List<UUID> owned(String locking, UUID owner) {
		return this.jdbc.query(locking, (row, number) -> row.getObject(1, UUID.class), owner);
	}

	private int release(List<UUID> runs) {
		if (!runs.isEmpty()) {
			this.jdbc.batchUpdate(RELEASE, runs.stream().map((run) -> new Object[] { run }).toList());
		}
		return runs.size();
	}

}
