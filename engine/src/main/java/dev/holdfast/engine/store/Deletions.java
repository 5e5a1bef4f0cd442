package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Deletes closed executions with everything that belongs to them, in small transactions.
 * Several nodes may do so at the same time: what one is deleting is passed over by the
 * others, and whether a run may go is asked anew in the transaction that deletes it.
 * <p>
 * The last run of a chain answers for all of it: while its row is locked the execution
 * cannot be reset. The runs in the middle of a chain go by themselves, whether or not the
 * chain has ended; the first one stays with the last, since others know the execution by
 * it, and so does one that was reset, which says where messages to it go.
 */
public final class Deletions {

	/** How many rows one transaction deletes at most. */
	public static final int MAX_ROWS = 500;

	/**
	 * What a schedule has not looked at yet stays: it may have to know how it ended.
	 */
	private static final String EXPIRED = """
			select e.run_id, e.workflow_id, e.first_run_id, e.next_run_id, e.history_length from holdfast_execution e
			where e.closed_at <= :cutoff
			and (e.next_run_id is null or (e.run_id <> e.first_run_id and e.reset_run_id is null))
			and not exists (select 1 from holdfast_schedule s where s.waits_for = e.workflow_id)
			order by e.closed_at limit :limit
			""";

	private static final String OTHERS_OF_CHAIN = """
			select run_id, history_length from holdfast_execution
			where workflow_id = :workflowId and first_run_id = :firstRunId and run_id <> :last
			order by started_at desc, place desc limit :limit
			""";

	private static final String LOCK = """
			select run_id, next_run_id from holdfast_execution
			where run_id in (:runIds) and closed_at <= :cutoff
			and (next_run_id is null or (run_id <> first_run_id and reset_run_id is null))
			for update skip locked
			""";

	private static final String COUNT_REQUESTS = """
			select run_id, count(*) from holdfast_request where run_id in (:runIds) group by run_id
			""";

	private static final String COUNT_SEARCH_ATTRIBUTES = """
			select run_id, count(*) from holdfast_search_attribute where run_id in (:runIds) group by run_id
			""";

	private static final String DELETE_EVENTS = """
			delete from holdfast_event where run_id = :runId and event_id < :before
			""";

	private static final String SOME_REQUESTS = """
			select request_key from holdfast_request where run_id = :runId
			order by request_key limit :limit
			""";

	private static final String DELETE_REQUESTS = """
			delete from holdfast_request where run_id = :runId and request_key in (:keys)
			""";

	/** In this order, so that an execution is not there without its parts. */
	private static final List<String> TABLES = List.of("holdfast_search_attribute", "holdfast_request",
			"holdfast_inbox", "holdfast_activity_task", "holdfast_event", "holdfast_execution");

	private final EngineTransactions transactions;

	private final NamedParameterJdbcTemplate jdbc;

	private final CommitSeam seam;

	Deletions(EngineTransactions transactions, NamedParameterJdbcTemplate jdbc, CommitSeam seam) {
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.seam = seam;
	}

	/**
	 * A run that is to be deleted.
	 *
	 * @param guard the run whose row is locked meanwhile
	 * @param events how many events it has, at most
	 * @param requests how many requests it has
	 * @param searchAttributes how many search attributes it has
	 */
	private record Expired(UUID runId, UUID guard, long events, long requests, long searchAttributes) {

		long rows() {
			return 1 + this.events + this.requests + this.searchAttributes;
		}

	}

	private record Closed(UUID runId, String workflowId, UUID firstRunId, @Nullable UUID nextRunId, long events) {

		boolean isLastOfSeveral() {
			return this.nextRunId == null && !this.runId.equals(this.firstRunId);
		}

	}

	/**
	 * Deletes some of what closed a while ago.
	 * @param cutoff the latest time at which it may have closed, in microseconds
	 * @param limit how many runs are looked at
	 * @param goOn asked before each transaction
	 * @return what is gone, and whether there may be more
	 */
	public Deleted deleteSome(long cutoff, int limit, BooleanSupplier goOn) {
		int runs = 0;
		boolean more = false;
		for (List<Expired> batch : batches(this.transactions.read(() -> expired(cutoff, limit)))) {
			if (!goOn.getAsBoolean()) {
				return new Deleted(runs, false);
			}
			Deleted deleted = this.seam
				.commit(() -> this.transactions.<Deleted>own((session) -> delete(batch, cutoff)));
			runs += deleted.runs();
			more |= deleted.more();
		}
		return new Deleted(runs, more);
	}

	/**
	 * What was deleted.
	 *
	 * @param runs how many runs
	 * @param more whether there may be more to delete at once
	 */
	public record Deleted(int runs, boolean more) {
	}

	/**
	 * What may go. The last run of a chain waits until the others are gone: they are
	 * found through it.
	 */
	private List<Expired> expired(long cutoff, int limit) {
		List<Closed> found = this.jdbc.query(EXPIRED,
				new MapSqlParameterSource("cutoff", cutoff).addValue("limit", limit),
				(row, number) -> new Closed(row.getObject(1, UUID.class), row.getString(2),
						row.getObject(3, UUID.class), row.getObject(4, UUID.class), row.getLong(5)));
		Map<UUID, Expired> expired = new LinkedHashMap<>();
		for (Closed closed : found) {
			List<Expired> others = closed.isLastOfSeveral() ? others(closed, limit) : List.of();
			others.forEach((other) -> expired.put(other.runId(), other));
			if (others.isEmpty()) {
				expired.putIfAbsent(closed.runId(), new Expired(closed.runId(), closed.runId(), closed.events(), 0, 0));
			}
		}
		if (expired.isEmpty()) {
			return List.of();
		}
		Map<UUID, Long> requests = counts(COUNT_REQUESTS, expired.keySet());
		Map<UUID, Long> searchAttributes = counts(COUNT_SEARCH_ATTRIBUTES, expired.keySet());
		return expired.values()
			.stream()
			.map((run) -> new Expired(run.runId(), run.guard(), run.events(), requests.getOrDefault(run.runId(), 0L),
					searchAttributes.getOrDefault(run.runId(), 0L)))
			.toList();
	}

	/** The other runs of a chain that has ended. */
	private List<Expired> others(Closed last, int limit) {
		return this.jdbc.query(OTHERS_OF_CHAIN,
				new MapSqlParameterSource("workflowId", last.workflowId()).addValue("firstRunId", last.firstRunId())
					.addValue("last", last.runId())
					.addValue("limit", limit),
				(row, number) -> new Expired(row.getObject(1, UUID.class), last.runId(), row.getLong(2), 0, 0));
	}

	private Map<UUID, Long> counts(String sql, Collection<UUID> runIds) {
		Map<UUID, Long> counts = new HashMap<>();
		this.jdbc.query(sql, Map.of("runIds", runIds), (row) -> {
			counts.put(row.getObject(1, UUID.class), row.getLong(2));
		});
		return counts;
	}

	private static List<List<Expired>> batches(List<Expired> expired) {
		List<List<Expired>> batches = new ArrayList<>();
		long rows = MAX_ROWS;
		for (Expired run : expired) {
			rows += run.rows();
			if (rows > MAX_ROWS) {
				batches.add(new ArrayList<>());
				rows = run.rows();
			}
			batches.get(batches.size() - 1).add(run);
		}
		return batches;
	}

	/** Deletes what this transaction can lock of a batch, or a part of a large run. */
	private Deleted delete(List<Expired> batch, long cutoff) {
		List<Expired> mine = locked(batch, cutoff);
		if (mine.isEmpty()) {
			return new Deleted(0, false);
		}
		if (mine.get(0).rows() > MAX_ROWS && deletePart(mine.get(0).runId())) {
			return new Deleted(0, true);
		}
		List<UUID> runIds = mine.stream().map(Expired::runId).toList();
		TABLES.forEach((table) -> this.jdbc.update("delete from " + table + " where run_id in (:runIds)",
				Map.of("runIds", runIds)));
		return new Deleted(runIds.size(), true);
	}

	private List<Expired> locked(List<Expired> batch, long cutoff) {
		Set<UUID> guards = new HashSet<>();
		Set<UUID> ends = new HashSet<>();
		this.jdbc.query(LOCK,
				new MapSqlParameterSource("runIds", batch.stream().map(Expired::guard).distinct().toList())
					.addValue("cutoff", cutoff),
				(row) -> {
					UUID guard = row.getObject(1, UUID.class);
					guards.add(guard);
					if (row.getObject(2, UUID.class) == null) {
						ends.add(guard);
					}
				});
		return batch.stream()
			.filter((run) -> (run.guard().equals(run.runId()) ? guards : ends).contains(run.guard()))
			.toList();
	}

	/**
	 * Deletes the oldest events of a run, or some of its requests. Its last event stays
	 * until the run goes as a whole: it is the result.
	 * @return whether there was something to delete, apart from what may go at once
	 */
	private boolean deletePart(UUID runId) {
		Map<String, UUID> run = Map.of("runId", runId);
		Long first = this.jdbc.queryForObject("select min(event_id) from holdfast_event where run_id = :runId", run,
				Long.class);
		Long last = this.jdbc.queryForObject("select max(event_id) from holdfast_event where run_id = :runId", run,
				Long.class);
		if (first != null && last != null && first < last) {
			this.jdbc.update(DELETE_EVENTS,
					new MapSqlParameterSource("runId", runId).addValue("before", Math.min(first + MAX_ROWS, last)));
			return true;
		}
		List<String> requests = this.jdbc.queryForList(SOME_REQUESTS,
				new MapSqlParameterSource("runId", runId).addValue("limit", MAX_ROWS), String.class);
		if (requests.size() < MAX_ROWS / 2) {
			return false;
		}
		this.jdbc.update(DELETE_REQUESTS, new MapSqlParameterSource("runId", runId).addValue("keys", requests));
		return true;
	}

}
