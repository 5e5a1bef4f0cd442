package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;

/** Finds executions, newest first, page by page, and counts what waits in task queues. */
public final class ExecutionSearch {

	private static final char ESCAPE = '\\';

	private final EngineTransactions transactions;

	private final ExecutionRepository executions;

	private final RunRepository runs;

	private final ActivityTaskRepository activities;

	ExecutionSearch(EngineTransactions transactions, ExecutionRepository executions, RunRepository runs,
			ActivityTaskRepository activities) {
		this.transactions = transactions;
		this.executions = executions;
		this.runs = runs;
		this.activities = activities;
	}

	/**
	 * Where a page ends.
	 *
	 * @param startedAt when its last execution started
	 * @param runId the run of that execution
	 */
	public record Position(long startedAt, UUID runId) {
	}

	/**
	 * What waits in a task queue without a node.
	 *
	 * @param tasks how many runs and activities
	 * @param oldest since when the oldest waits, or {@code null}
	 */
	public record Backlog(long tasks, @Nullable Long oldest) {
	}

	/** The next executions after a position, newest first. */
	public List<StoredExecution> find(ExecutionFilter filter, @Nullable Position after, int limit) {
		Specification<ExecutionEntity> specification = (root, query, builder) -> {
			List<Predicate> all = criteria(filter, root, builder);
			if (after != null) {
				Expression<Long> startedAt = root.get("startedAt");
				Expression<UUID> runId = root.get("runId");
				all.add(builder.or(builder.lessThan(startedAt, after.startedAt()), builder
					.and(builder.equal(startedAt, after.startedAt()), builder.lessThan(runId, after.runId()))));
			}
			return builder.and(all.toArray(Predicate[]::new));
		};
		return this.transactions.read(() -> withLengths(this.executions.findBy(specification,
				(query) -> query.sortBy(Sort.by(Sort.Order.desc("startedAt"), Sort.Order.desc("runId")))
					.limit(limit)
					.all())));
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
	public long count(ExecutionFilter filter) {
		return this.transactions.read(() -> this.executions
			.count((root, query, builder) -> builder.and(criteria(filter, root, builder).toArray(Predicate[]::new))));
	}

	private static List<Predicate> criteria(ExecutionFilter filter, Root<ExecutionEntity> root,
			CriteriaBuilder builder) {
		List<Predicate> all = new ArrayList<>();
		if (filter.status() != null) {
			all.add(builder.equal(root.get("status"), filter.status().name()));
		}
		if (filter.workflowType() != null) {
			all.add(builder.equal(root.get("workflowType"), filter.workflowType()));
		}
		if (filter.taskQueue() != null) {
			all.add(builder.equal(root.get("taskQueue"), filter.taskQueue()));
		}
		if (filter.startedFrom() != null) {
			all.add(builder.greaterThanOrEqualTo(root.get("startedAt"), filter.startedFrom()));
		}
		if (filter.startedBefore() != null) {
			all.add(builder.lessThan(root.get("startedAt"), filter.startedBefore()));
		}
		if (filter.text() != null) {
			String pattern = "%" + escape(filter.text().toLowerCase(Locale.ROOT)) + "%";
			all.add(builder.or(builder.like(builder.lower(root.get("workflowId")), pattern, ESCAPE),
					builder.like(builder.lower(root.get("workflowType")), pattern, ESCAPE)));
		}
		return all;
	}

	private static String escape(String text) {
		return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
	}

	/** What waits, by task queue. */
	public Map<String, Backlog> backlogs(long now) {
		return this.transactions.read(() -> {
			Map<String, Backlog> backlogs = new TreeMap<>();
			for (Object[] row : this.runs.backlogByTaskQueue(now)) {
				add(backlogs, row);
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

	/** Types of runs that wait although no worker of this node knows them. */
	public List<String> unknownTypes(long now, List<String> known) {
		return this.transactions.read(() -> this.runs.findUnknownTypes(now, known.isEmpty() ? List.of("") : known));
	}

}
