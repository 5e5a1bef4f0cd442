package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads activities that have rows. */
interface ActivityTaskRepository extends Repository<ActivityTaskEntity, ActivityTaskEntity.Key> {

	@Query("select a from HoldfastActivityTask a where a.runId = :runId order by a.activityId")
	List<ActivityTaskEntity> findAll(UUID runId);

	/** Activities that any worker of a task queue may take. */
	@Query("""
			select a from HoldfastActivityTask a
			where a.remote = true and a.taskQueue in :taskQueues and a.state = 'SCHEDULED' and a.dueAt <= :now
				and a.activityType in :activityTypes
			order by a.dueAt
			""")
	List<ActivityTaskEntity> findClaimable(long now, Collection<String> taskQueues, Collection<String> activityTypes,
			Limit limit);

	@Query("select a.taskQueue, count(a), min(a.dueAt) from HoldfastActivityTask a"
			+ " where a.remote = true and a.state = 'SCHEDULED' and a.dueAt <= :now group by a.taskQueue")
	List<Object[]> backlogByTaskQueue(long now);

}
