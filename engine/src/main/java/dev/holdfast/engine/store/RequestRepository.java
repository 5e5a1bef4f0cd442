package dev.holdfast.engine.store;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads messages that are known by an id. */
interface RequestRepository extends Repository<RequestEntity, RequestEntity.Key> {

	@Query("select r from HoldfastRequest r where r.runId = :runId and r.requestKey = :requestKey")
	@Nullable RequestEntity find(UUID runId, String requestKey);

	/**
	 * As the runs have it that took over from a run; a reset is later than what it
	 * undoes.
	 */
	@Query("""
			select r from HoldfastExecution e, HoldfastRequest r
			where e.runId = :runId and r.requestKey = :requestKey and r.runId in (e.nextRunId, e.resetRunId)
			order by case when r.runId = e.resetRunId then 0 else 1 end
			""")
	List<RequestEntity> findOfSuccessors(UUID runId, String requestKey);

}
