package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Takes runs that nobody has: candidates are read without locks, then each is taken by
 * one compare-and-set. Who loses simply does not get it. Nobody waits for a row that
 * somebody else has locked: a node that has frozen in the middle of a commit holds its
 * locks until the database learns of it, and must not hold up the others.
 */
public final class Claims {

	private static final String CLAIM = """
			update holdfast_run set owner = ?, epoch = epoch + 1, version = version + 1
			where run_id = ? and version = ? and epoch = ? and owner is null
			""";

	private static final String FREE = """
			select run_id from holdfast_run where run_id in (:runIds) and owner is null for update skip locked
			""";

	private static final String OWNED = "select run_id from holdfast_run where owner = ? limit 1000 for update";

	private static final int RELEASE_BATCH = 1000;

	private static final String RELEASE = """
			update holdfast_run set owner = null, epoch = epoch + 1, version = version + 1
			where run_id = ?
			""";

	private static final String EXPIRED = """
			select name from holdfast_node where boot_id = ? and lease_until = ? for update skip locked
			""";

	private static final String REMOVE_NODE = "delete from holdfast_node where boot_id = ?";

	private static final String RESUME = """
			update holdfast_run set stuck = false, failed_tasks = 0, wake_at = ?, version = version + 1
			where run_id = ? and stuck = true
			""";

	private static final String RESUME_EXECUTION = """
			update holdfast_execution set status = 'RUNNING' where run_id = ? and status = 'STUCK'
			""";

	private final EngineTransactions transactions;

	private final JdbcTemplate jdbc;

	private final NamedParameterJdbcTemplate named;

	private final RunRepository runs;

	Claims(EngineTransactions transactions, NamedParameterJdbcTemplate named, RunRepository runs) {
		this.transactions = transactions;
		this.jdbc = named.getJdbcTemplate();
		this.named = named;
		this.runs = runs;
	}

	/**
	 * Runs that are due or have messages, and that this node could take.
	 * @param everyType whether it could take those of other types, too
	 */
	public List<StoredRun> candidates(long now, Collection<String> taskQueues, Collection<String> workflowTypes,
			boolean everyType, int limit) {
		if (taskQueues.isEmpty() || (workflowTypes.isEmpty() && !everyType) || limit <= 0) {
			return List.of();
		}
		Collection<String> types = workflowTypes.isEmpty() ? List.of("") : workflowTypes;
		return this.transactions.read(() -> {
			List<StoredRun> found = new ArrayList<>(
					this.runs.findDue(now, taskQueues, types, everyType, Limit.of(limit)));
			for (StoredRun run : this.runs.findWithMessages(taskQueues, types, everyType, Limit.of(limit))) {
				if (found.stream().noneMatch((other) -> other.runId().equals(run.runId()))) {
					found.add(run);
				}
			}
			return found;
		});
	}

	/** Stuck runs that may have to be ended. */
	public List<StoredRun> stuckDue(long now, int limit) {
		return this.transactions.read(() -> this.runs.findStuckDue(now, Limit.of(limit)));
	}

	/** Nothing is due for a stuck run. */
	public void rest(StoredRun run) {
		this.transactions.own((session) -> this.jdbc.update(
				"update holdfast_run set wake_at = null where run_id = ? and version = ? and stuck = true", run.runId(),
				run.version()));
	}

	/** One open run, whoever has it, or {@code null}. */
	public @Nullable StoredRun find(UUID runId) {
		return this.transactions.read(() -> this.runs.find(runId));
	}

	/** Those of these runs that are open, whoever has them. */
	public List<StoredRun> findAll(Collection<UUID> runIds) {
		return runIds.isEmpty() ? List.of() : this.transactions.read(() -> this.runs.findAll(runIds));
	}

	/** Takes what it can of these runs. */
	public List<StoredRun> claim(List<StoredRun> candidates, UUID bootId) {
		if (candidates.isEmpty()) {
			return List.of();
		}
		return this.transactions.own((session) -> {
			Set<UUID> free = new HashSet<>(this.named.queryForList(FREE,
					Map.of("runIds", candidates.stream().map(StoredRun::runId).toList()), UUID.class));
			List<StoredRun> claimed = new ArrayList<>();
			for (StoredRun run : candidates) {
				if (free.contains(run.runId())
						&& this.jdbc.update(CLAIM, bootId, run.runId(), run.version(), run.epoch()) == 1) {
					claimed.add(run.claimedBy(bootId));
				}
			}
			return claimed;
		});
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

	/**
	 * Gives back all runs of an owner, so that any node may claim them. Waits for steps
	 * that are just being written.
	 */
	public int releaseAll(UUID owner) {
		return release(OWNED, owner);
	}

	/**
	 * Takes the runs from an owner that no node answers for, except those that are locked
	 * at the moment.
	 * @return how many there were
	 */
	public int releaseOrphans(UUID owner) {
		return release(OWNED + " skip locked", owner);
	}

	/**
	 * Removes a node that is gone, unless it has renewed its lease since, and takes its
	 * runs from it, so that any node may claim them. Runs that are locked at the moment,
	 * and those that are left if this node ends meanwhile, become orphans.
	 * @return how many runs there were, or -1 if the node has come back or somebody else
	 * is just removing it
	 */
	public int reap(StoredNode node) {
		boolean removed = this.transactions
			.own((session) -> !this.jdbc.queryForList(EXPIRED, String.class, node.bootId(), node.leaseUntil()).isEmpty()
					&& this.jdbc.update(REMOVE_NODE, node.bootId()) == 1);
		return removed ? release(OWNED + " skip locked", node.bootId()) : -1;
	}

	/** A limited number at a time, so that no transaction holds many rows. */
	private int release(String locking, UUID owner) {
		int released = 0;
		int page;
		do {
			page = this.transactions.own((session) -> releasePage(locking, owner));
			released += page;
		}
		while (page == RELEASE_BATCH);
		return released;
	}

	private int releasePage(String locking, UUID owner) {
		List<Object[]> runs = this.jdbc.query(locking, (row, number) -> new Object[] { row.getObject(1, UUID.class) },
				owner);
		if (!runs.isEmpty()) {
			this.jdbc.batchUpdate(RELEASE, runs);
		}
		return runs.size();
	}

}
