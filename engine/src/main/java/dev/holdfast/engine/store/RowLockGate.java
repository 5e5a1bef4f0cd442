package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * A gate of row locks: senders share the row of the workflow id, a close takes it alone
 * and never waits.
 */
final class RowLockGate implements SendGate {

	private static final String HOLD = """
			select run_id, first_run_id from holdfast_current_run where workflow_id = :id
			""";

	private static final String TRY_HOLD = """
			select workflow_id, run_id from holdfast_current_run where workflow_id in (:ids) order by workflow_id
			""";

	private static final String OPEN = """
			select workflow_id from holdfast_current_run where workflow_id in (:ids)
			""";

	private static final String BAR = """
			select workflow_id from holdfast_current_run where workflow_id in (:ids) order by workflow_id
			for update skip locked
			""";

	private final NamedParameterJdbcTemplate jdbc;

	private final String hold;

	private final String tryHold;

	RowLockGate(NamedParameterJdbcTemplate jdbc, String shareLock) {
		this.jdbc = jdbc;
		this.hold = HOLD + shareLock;
		this.tryHold = TRY_HOLD + shareLock + " skip locked";
	}

	@Override
	public @Nullable CurrentRun hold(String workflowId) {
		List<CurrentRun> found = this.jdbc.query(this.hold, Map.of("id", workflowId),
				(row, number) -> new CurrentRun(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
		return found.isEmpty() ? null : found.get(0);
	}

	@Override
	public Held tryHold(Collection<String> workflowIds) {
		Map<String, UUID> runs = new HashMap<>();
		this.jdbc.query(this.tryHold, Map.of("ids", workflowIds), (row) -> {
			runs.put(row.getString(1), row.getObject(2, UUID.class));
		});
		List<String> others = workflowIds.stream().filter((id) -> !runs.containsKey(id)).toList();
		Set<String> busy = others.isEmpty() ? Set.of()
				: new HashSet<>(this.jdbc.queryForList(OPEN, Map.of("ids", others), String.class));
		return new Held(runs, busy);
	}

	@Override
	public Set<String> bar(Collection<String> workflowIds, Set<String> mine) {
		return new HashSet<>(this.jdbc.queryForList(BAR, Map.of("ids", workflowIds), String.class));
	}

}
