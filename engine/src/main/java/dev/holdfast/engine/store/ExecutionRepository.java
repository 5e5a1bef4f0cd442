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

	@Query("select e from HoldfastExecution e where e.workflowId = :workflowId order by e.startedAt desc, e.runId desc")
	List<ExecutionEntity> findLatest(String workflowId, Limit limit);

}
