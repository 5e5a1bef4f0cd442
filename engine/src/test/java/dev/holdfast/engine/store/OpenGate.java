package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/** A gate that holds nobody up: what the engine would be without one. */
final class OpenGate implements SendGate {

	private final JdbcTemplate jdbc;

	OpenGate(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
	}

	@Override
	public @Nullable CurrentRun hold(String workflowId) {
		return this.jdbc.query("select run_id, first_run_id from holdfast_current_run where workflow_id = ?",
				(row, number) -> new CurrentRun(row.getObject(1, UUID.class), row.getObject(2, UUID.class)), workflowId)
			.stream()
			.findFirst()
			.orElse(null);
	}

	@Override
	public Held tryHold(Collection<String> workflowIds) {
		Map<String, UUID> runs = new HashMap<>();
		for (String id : workflowIds) {
			CurrentRun run = hold(id);
			if (run != null) {
				runs.put(id, run.runId());
			}
		}
		return new Held(runs, Set.of());
	}

	@Override
	public Set<String> bar(Collection<String> workflowIds, Set<String> mine) {
		return new HashSet<>(workflowIds);
	}

}
