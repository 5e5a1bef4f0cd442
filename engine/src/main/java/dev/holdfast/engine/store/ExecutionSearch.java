package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.engine.search.BuiltInField;
import dev.holdfast.engine.search.ExecutionQuery;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/** Finds and counts executions, and counts what waits in task queues. */
public final class ExecutionSearch {

	private final EngineTransactions transactions;

	private final Dialect dialect;

	private final RunRepository runs;

	private final ActivityTaskRepository activities;

	ExecutionSearch(EngineTransactions transactions, Dialect dialect, RunRepository runs,
			ActivityTaskRepository activities) {
		this.transactions = transactions;
		this.dialect = dialect;
		this.runs = runs;
		this.activities = activities;
	}

	/**
	 * Where a page ends.
	 *
	 * @param key when its last execution started or closed, whichever they are ordered by
	 * @param runId the run of that execution
	 */
	public record Position(long key, UUID runId) {
	}

	/**
	 * What waits in a task queue without a node.
	 *
	 * @param tasks how many runs and activities
	 * @param oldest since when the oldest waits, or {@code null}
	 */
	public record Backlog(long tasks, @Nullable Long oldest) {
	}

	/**
	 * Work that waits for a node that can do it.
	 *
	 * @param count how many runs or activities
	 * @param activity whether it is activities
	 */
	public record Unknown(String taskQueue, String type, long count, boolean activity) {
	}

	/** An execution that was found, with its search attributes by name. */
	public record Found(StoredExecution execution, Map<String, Object> searchAttributes) {
	}

	/** The next executions after a position, in the order of the query. */
	public List<Found> find(ExecutionQuery query, @Nullable Position after, int limit) {
		ConditionText condition = new ConditionText(this.dialect);
		String direction = query.descending() ? " desc" : "";
		String key = ConditionText.orderKey(query.orderBy());
		String text = "select e.* from holdfast_execution e where " + condition.of(query.condition())
				+ ((after != null) ? " and " + behind(after, key, query.descending(), condition) : "") + " order by "
				+ key + direction + ", e.run_id" + direction;
		return this.transactions.join((session) -> {
			List<ExecutionEntity> rows = condition
				.setParameters(session.createNativeQuery(this.dialect.planned(text), ExecutionEntity.class))
				.setMaxResults(limit)
				.getResultList();
			Map<UUID, Map<String, Object>> attributes = SearchAttributeRows
				.read(rows.stream().map((row) -> row.runId).toList(), session);
			return withLengths(rows).stream()
				.map((row) -> new Found(row, attributes.getOrDefault(row.runId(), Map.of())))
				.toList();
		});
	}

	/** Said twice, so that an index on the key leads there at once. */
	private static String behind(Position after, String key, boolean descending, ConditionText condition) {
		String symbol = descending ? " <" : " >";
		String value = condition.bind(after.key());
		return key + symbol + "= " + value + " and (" + key + symbol + " " + value + " or e.run_id" + symbol + " "
				+ condition.bind(after.runId()) + ")";
	}

	/** Where a page that ends with this execution ends. */
	public static Position position(StoredExecution last, ExecutionQuery query) {
		Long closedAt = last.closedAt();
		boolean byClose = query.orderBy() == BuiltInField.CLOSE_TIME;
		return new Position(!byClose ? last.startedAt() : (closedAt != null) ? closedAt : Long.MAX_VALUE, last.runId());
	}

	/**
	 * The rows of open executions do not follow their histories; those of their runs do.
	 */
	private List<StoredExecution> withLengths(List<ExecutionEntity> rows) {
		Map<UUID, Long> lengths = new HashMap<>();
		List<UUID> open = rows.stream().filter((row) -> row.closedAt == null).map((row) -> row.runId).toList();
		if (!open.isEmpty()) {
			this.runs.findNextEventIds(open).forEach((pair) -> lengths.put((UUID) pair[0], (Long) pair[1] - 1));
		}
		return rows.stream()
			.map((row) -> Rows.stored(row, lengths.getOrDefault(row.runId, row.historyLength)))
			.toList();
	}

	/** How many executions there are. */
	public long count(ExecutionQuery query) {
		ConditionText condition = new ConditionText(this.dialect);
		String text = "select count(*) from holdfast_execution e where " + condition.of(query.condition());
		return this.transactions.join(
				(session) -> condition.setParameters(session.createNativeQuery(this.dialect.planned(text), Long.class))
					.getSingleResult());
	}

	/** How many executions there are, by a field that each has. */
	public SortedMap<String, Long> countBy(BuiltInField field, ExecutionQuery query) {
		ConditionText condition = new ConditionText(this.dialect);
		String path = ConditionText.path(field);
		String text = "select " + path + ", count(*) from holdfast_execution e where " + condition.of(query.condition())
				+ " group by " + path;
		return this.transactions.join((session) -> {
			SortedMap<String, Long> counts = new TreeMap<>();
			condition.setParameters(session.createNativeQuery(this.dialect.planned(text), Object[].class))
				.getResultList()
				.forEach((row) -> counts.put((String) row[0], (Long) row[1]));
			return counts;
		});
	}

	/** The search attributes of a run, by name. */
	public Map<String, Object> searchAttributes(UUID runId) {
		return this.transactions
			.join((session) -> SearchAttributeRows.read(List.of(runId), session).getOrDefault(runId, Map.of()));
	}

	/** What waits, by task queue. */
	public Map<String, Backlog> backlogs(long now) {
		return this.transactions.read(() -> {
			Map<String, Backlog> backlogs = new TreeMap<>();
			for (int priority = Priority.FIRST; priority <= Priority.LAST; priority++) {
				this.runs.backlogByTaskQueue(priority, now).forEach((row) -> add(backlogs, row));
			}
			for (Object[] row : this.runs.messageBacklogByTaskQueue(now)) {
				add(backlogs, row);
			}
			for (Object[] row : this.activities.backlogByTaskQueue(now)) {
				add(backlogs, row);
			}
			return backlogs;
		});
	}

	private static void add(Map<String, Backlog> backlogs, Object[] row) {
		Long oldest = (Long) row[2];
		Long since = (oldest != null && oldest > 0) ? oldest : null;
		backlogs.merge((String) row[0], new Backlog((Long) row[1], since),
				(one, other) -> new Backlog(one.tasks() + other.tasks(), earlier(one.oldest(), other.oldest())));
	}

	private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return Math.min(one, other);
	}

	/** How many executions are stuck. */
	public long countStuck() {
		return this.transactions.read(this.runs::countStuck);
	}

	/**
	 * Work that waits and that none of these nodes can do.
	 * @param nodes the nodes that are alive
	 */
	public List<Unknown> unknown(long now, List<StoredNode> nodes) {
		return this.transactions.read(() -> {
			List<Unknown> unknown = new ArrayList<>();
			for (Unknown runs : unowned(now)) {
				if (nodes.stream().noneMatch((node) -> node.runsWorkflow(runs.taskQueue(), runs.type()))) {
					unknown.add(runs);
				}
			}
			for (Object[] row : this.activities.countWaiting(now)) {
				Unknown activities = new Unknown((String) row[0], (String) row[1], (Long) row[2], true);
				if (nodes.stream().noneMatch((node) -> node.makesActivity(activities.taskQueue(), activities.type()))) {
					unknown.add(activities);
				}
			}
			return unknown;
		});
	}

	private List<Unknown> unowned(long now) {
		Map<List<String>, Long> counts = new LinkedHashMap<>();
		for (int priority = Priority.FIRST; priority <= Priority.LAST; priority++) {
			this.runs.countUnowned(priority, now)
				.forEach((row) -> counts.merge(List.of((String) row[0], (String) row[1]), (Long) row[2], Long::sum));
		}
		return counts.entrySet()
			.stream()
			.map((entry) -> new Unknown(entry.getKey().get(0), entry.getKey().get(1), entry.getValue(), false))
			.toList();
	}

}
