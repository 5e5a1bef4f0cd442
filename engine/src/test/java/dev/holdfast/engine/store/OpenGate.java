package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.time.EngineClock;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** A gate that holds nobody up: what the engine would be without one. */
public final class OpenGate implements SendGate {

	private final JdbcTemplate jdbc;

	private OpenGate(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
	}

	/** Opens a store whose gate stands open. */
	public static Store openStore(EntityManagerFactory entityManagerFactory, DataSource dataSource,
			PlatformTransactionManager transactionManager, DatabaseKind database, EngineClock clock, EventCodec codec,
			EngineThreads threads) {
		return Store.open(entityManagerFactory, dataSource, transactionManager, database, clock, codec,
				CommitSeam.PLAIN, Store.Durably.BY_COMMIT, threads, (gate) -> new OpenGate(dataSource));
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
