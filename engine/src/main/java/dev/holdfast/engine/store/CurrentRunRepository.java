package dev.holdfast.engine.store;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads which open run has a workflow id. */
interface CurrentRunRepository extends Repository<CurrentRunEntity, String> {

	@Query("select c.runId from HoldfastCurrentRun c where c.workflowId = :workflowId")
	@Nullable UUID findRunId(String workflowId);

}
