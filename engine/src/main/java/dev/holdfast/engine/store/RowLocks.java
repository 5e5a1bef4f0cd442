package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * The rows that the steps of a group change and that others change, too: those of runs,
 * and of activities that workers of other nodes have taken. They are locked before
 * anything is written, and never waited for: a node that was paused in the middle of a
 * transaction has its rows until the database learns of it, and would hold up all that
 * this one writes. The steps that would have to wait are told apart instead.
 */
final class RowLocks {

	private static final String RUNS = "select run_id from holdfast_run where run_id in (:runIds) for update skip locked";

	private static final String ACTIVITIES = """
			select run_id, activity_id from holdfast_activity_task where run_id in (:runIds) and activity_id in (:ids)
			""";

	private static final String ALL_ACTIVITIES = """
			select run_id, activity_id from holdfast_activity_task where run_id in (:runIds)
			""";

	private static final String STUCK = "select run_id from holdfast_run where run_id in (:runIds) and stuck = true";

	private static final String LOCK = " for update skip locked";

	private static final int BATCH = 500;

	private final NamedParameterJdbcTemplate jdbc;

	private final Dialect dialect;

	RowLocks(NamedParameterJdbcTemplate jdbc, Dialect dialect) {
		this.jdbc = jdbc;
		this.dialect = dialect;
	}

	private record Key(UUID runId, long activityId) {
	}

	/** Locks what it can; answers the steps that would have to wait. */
	Set<RunCommit> lock(List<RunCommit> group) {
		Set<RunCommit> waiting = new HashSet<>();
		lockRuns(group, waiting);
		lockActivities(group, waiting);
		lockAllActivities(group, waiting);
		lockStuck(group, waiting);
		return waiting;
	}

	/**
	 * Where the compare-and-set itself passes over locked rows nothing needs to be locked
	 * before.
	 */
	private void lockRuns(List<RunCommit> group, Set<RunCommit> waiting) {
		if (!this.dialect.locksFirst() || group.isEmpty()) {
			return;
		}
		Set<UUID> locked = new HashSet<>(this.jdbc.queryForList(RUNS, Map.of("runIds", runIds(group)), UUID.class));
		group.stream().filter((commit) -> !locked.contains(commit.runId)).forEach(waiting::add);
	}

	/** Those that a step asks to stop, or writes anew or not at all. */
	private void lockActivities(List<RunCommit> group, Set<RunCommit> waiting) {
		Map<Key, RunCommit> changed = new HashMap<>();
		for (RunCommit commit : group) {
			commit.remoteCancellations.forEach((id) -> changed.put(new Key(commit.runId, id), commit));
			commit.replacedActivities().forEach((id) -> changed.put(new Key(commit.runId, id), commit));
		}
		List<Key> keys = new ArrayList<>(changed.keySet());
		for (int from = 0; from < keys.size(); from += BATCH) {
			List<Key> some = keys.subList(from, Math.min(keys.size(), from + BATCH));
			Map<String, Collection<?>> which = Map.of("runIds", some.stream().map(Key::runId).distinct().toList(),
					"ids", some.stream().map(Key::activityId).distinct().toList());
			Set<Key> left = new HashSet<>(some);
			left.removeAll(find(ACTIVITIES + LOCK, which));
			if (!left.isEmpty()) { // most of them have no row
				left.retainAll(find(ACTIVITIES, which));
				left.forEach((key) -> waiting.add(changed.get(key)));
			}
		}
	}

	/** With a run all of its activities go. */
	private void lockAllActivities(List<RunCommit> group, Set<RunCommit> waiting) {
		List<RunCommit> closing = group.stream().filter(RunCommit::removesActivities).toList();
		if (closing.isEmpty()) {
			return;
		}
		Map<String, Collection<?>> which = Map.of("runIds", runIds(closing));
		Set<Key> locked = find(ALL_ACTIVITIES + LOCK, which);
		Set<UUID> held = new HashSet<>();
		find(ALL_ACTIVITIES, which).stream()
			.filter((key) -> !locked.contains(key))
			.forEach((key) -> held.add(key.runId()));
		closing.stream().filter((commit) -> held.contains(commit.runId)).forEach(waiting::add);
	}

	/** Those that a step terminates: somebody may be resuming them. */
	private void lockStuck(List<RunCommit> group, Set<RunCommit> waiting) {
		Map<UUID, List<RunCommit>> terminating = new HashMap<>();
		for (RunCommit commit : group) {
			for (StoredMessage message : commit.messages) {
				if (message.terminates()) {
					terminating.computeIfAbsent(message.runId(), (id) -> new ArrayList<>()).add(commit);
				}
			}
		}
		if (terminating.isEmpty()) {
			return;
		}
		Map<String, Collection<?>> which = Map.of("runIds", terminating.keySet());
		Set<UUID> held = new HashSet<>(this.jdbc.queryForList(STUCK, which, UUID.class));
		if (!held.isEmpty()) {
			this.jdbc.queryForList(STUCK + LOCK, which, UUID.class).forEach(held::remove);
			held.forEach((runId) -> waiting.addAll(terminating.getOrDefault(runId, List.of())));
		}
	}

	private Set<Key> find(String sql, Map<String, Collection<?>> which) {
		Set<Key> found = new HashSet<>();
		this.jdbc.query(sql, which, (row) -> {
			found.add(new Key(row.getObject(1, UUID.class), row.getLong(2)));
		});
		return found;
	}

	private static List<UUID> runIds(List<RunCommit> commits) {
		return commits.stream().map((commit) -> commit.runId).distinct().toList();
	}

}
