package dev.holdfast.engine.store;

import org.jspecify.annotations.Nullable;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads which open run has a workflow id. */
interface CurrentRunRepository extends Repository<CurrentRunEntity, String> {

	@Query("select new dev.holdfast.engine.store.CurrentRun(c.runId, c.firstRunId)"
			+ " from HoldfastCurrentRun c where c.workflowId = :workflowId")
	@Nullable CurrentRun find(String workflowId);

}
