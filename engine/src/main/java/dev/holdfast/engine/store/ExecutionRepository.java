package dev.holdfast.engine.store;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads executions. */
interface ExecutionRepository extends Repository<ExecutionEntity, UUID> {

	@Query("select e from HoldfastExecution e where e.runId = :runId")
	@Nullable ExecutionEntity find(UUID runId);

	/** The ends of chains with an id, latest first. */
	@Query("select e from HoldfastExecution e where e.workflowId = :workflowId and e.nextRunId is null"
			+ " order by e.startedAt desc, e.place desc")
	List<ExecutionEntity> findLatest(String workflowId, Limit limit);

	/** Running ones of a type, those that began first before the others. */
	@Query("select e from HoldfastExecution e where e.status = 'RUNNING' and e.workflowType = :workflowType"
			+ " order by e.startedAt, e.runId")
	List<ExecutionEntity> findOldestRunning(String workflowType, Limit limit);

	/** Running ones of a type, those that began last before the others. */
	@Query("select e from HoldfastExecution e where e.status = 'RUNNING' and e.workflowType = :workflowType"
			+ " order by e.startedAt desc, e.runId desc")
	List<ExecutionEntity> findNewestRunning(String workflowType, Limit limit);

	/** The end of a chain. */
	@Query("select e from HoldfastExecution e where e.workflowId = :workflowId and e.firstRunId = :firstRunId"
			+ " and e.nextRunId is null order by e.startedAt desc, e.place desc")
	List<ExecutionEntity> findLast(String workflowId, UUID firstRunId, Limit limit);

}
