package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads activities that have rows. */
interface ActivityTaskRepository extends Repository<ActivityTaskEntity, ActivityTaskEntity.Key> {

	@Query("select a from HoldfastActivityTask a where a.runId = :runId order by a.activityId")
	List<ActivityTaskEntity> findAll(UUID runId);

	@Query("select a from HoldfastActivityTask a where a.runId = :runId and a.activityId = :activityId")
	@Nullable ActivityTaskEntity find(UUID runId, long activityId);

	@Query("select a.taskQueue, count(a), min(a.dueAt) from HoldfastActivityTask a"
			+ " where a.remote = true and a.state = 'SCHEDULED' and a.dueAt <= :now group by a.taskQueue")
	List<Object[]> backlogByTaskQueue(long now);

	/** What waits for a worker: task queues, types, and how many there are. */
	@Query("select a.taskQueue, a.activityType, count(a) from HoldfastActivityTask a"
			+ " where a.remote = true and a.state = 'SCHEDULED' and a.dueAt <= :now"
			+ " group by a.taskQueue, a.activityType order by a.taskQueue, a.activityType")
	List<Object[]> countWaiting(long now);

	/** Those of these runs that have activities with rows. */
	@Query("select distinct a.runId from HoldfastActivityTask a where a.runId in :runIds")
	List<UUID> findRuns(Collection<UUID> runIds);

}
