package dev.holdfast.engine.store;

import java.util.Collection;
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
			select run_id from holdfast_current_run where workflow_id = :id for share
			""";

	private static final String BAR = """
			select workflow_id from holdfast_current_run where workflow_id in (:ids) order by workflow_id
			for update skip locked
			""";

	private final NamedParameterJdbcTemplate jdbc;

	RowLockGate(NamedParameterJdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public @Nullable UUID hold(String workflowId) {
		List<UUID> found = this.jdbc.queryForList(HOLD, Map.of("id", workflowId), UUID.class);
		return found.isEmpty() ? null : found.get(0);
	}

	@Override
	public Set<String> bar(Collection<String> workflowIds) {
		return new HashSet<>(this.jdbc.queryForList(BAR, Map.of("ids", workflowIds), String.class));
	}

}
