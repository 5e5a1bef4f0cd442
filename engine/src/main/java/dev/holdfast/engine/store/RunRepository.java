package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Reads open runs. They are written by {@link GroupWriter}, {@link Starts} and
 * {@link Claims} only.
 */
interface RunRepository extends Repository<RunEntity, UUID> {

	String STORED_RUN = """
			select new dev.holdfast.engine.store.StoredRun(r.runId, r.workflowId, r.workflowType, r.taskQueue, r.version,
				r.nextEventId, r.lastTask, r.owner, r.epoch, r.wakeAt, r.failedTasks, r.stuck, r.flags,
				r.priority, r.fairnessKey, r.fairnessWeight)
			from HoldfastRun r
			""";

	@Query(STORED_RUN + "where r.runId = :runId")
	@Nullable StoredRun find(UUID runId);

	@Query(STORED_RUN + "where r.runId in :runIds")
	List<StoredRun> findAll(Collection<UUID> runIds);

	/** Stuck runs that are to be ended: they are overdue, or were told to terminate. */
	@Query(STORED_RUN + "where r.owner is null and r.wakeAt <= :now and r.stuck = true order by r.wakeAt")
	List<StoredRun> findStuckDue(long now, Limit limit);

	/** Stuck runs of a type that other code than this could not carry on. */
	@Query(STORED_RUN + "where r.flags <= " + RunFlags.KNOWN + """
			 and r.owner is null and r.stuck = true and r.taskQueue in :taskQueues and r.runId > :after
				and r.runId in (select e.runId from HoldfastExecution e where e.status = 'STUCK'
					and e.workflowType = :workflowType and e.stuckCode <> :code)
			order by r.runId
			""")
	List<StoredRun> findStuckWithOtherCode(String workflowType, String code, Collection<String> taskQueues, UUID after,
			Limit limit);

	/**
	 * Runs without an owner that have messages, but those that wait to try again. It
	 * begins with the messages: without an owner are many.
	 */
	@Query(STORED_RUN + "where r.flags <= " + RunFlags.KNOWN + """
			 and coalesce(r.owner, r.runId) = r.runId and r.stuck = false and r.failedTasks = 0
				and r.taskQueue in :taskQueues and (:everyType = true or r.workflowType in :workflowTypes)
				and exists (select 1 from HoldfastInbox i where i.runId = r.runId)
			""")
	List<StoredRun> findWithMessages(Collection<String> taskQueues, Collection<String> workflowTypes, boolean everyType,
			Limit limit);

	/**
	 * Runs of an owner that are due in the database; more than those in its memory would
	 * be an error.
	 */
	@Query("select r.runId from HoldfastRun r where r.owner = :owner and r.runId > :after order by r.runId")
	List<UUID> findOwned(UUID owner, UUID after, Limit limit);

	/** How far open runs are: pairs of a run and the number of its next event. */
	@Query("select r.runId, r.nextEventId from HoldfastRun r where r.runId in :runIds")
	List<Object[]> findNextEventIds(Collection<UUID> runIds);

	/** Owners that no node answers for. */
	@Query("select distinct r.owner from HoldfastRun r where r.owner is not null"
			+ " and not exists (select 1 from HoldfastNode n where n.bootId = r.owner)")
	List<UUID> findOrphanedOwners();

	/**
	 * What is due with one priority: one after the other, the index finds what is due.
	 */
	@Query("select r.taskQueue, count(r), min(case when r.wakeAt > 0 then r.wakeAt end) from HoldfastRun r"
			+ " where r.owner is null and r.stuck = false and r.priority = :priority and r.wakeAt <= :now"
			+ " group by r.taskQueue")
	List<Object[]> backlogByTaskQueue(int priority, long now);

	/** Runs that are not due and without an owner, but have messages. */
	@Query("select r.taskQueue, count(distinct r.runId), min(i.sentAt) from HoldfastInbox i, HoldfastRun r"
			+ " where r.runId = i.runId and coalesce(r.owner, r.runId) = r.runId and r.stuck = false"
			+ " and (r.wakeAt is null or r.wakeAt > :now) group by r.taskQueue")
	List<Object[]> messageBacklogByTaskQueue(long now);

	@Query("select r.owner, count(r) from HoldfastRun r where r.owner is not null group by r.owner")
	List<Object[]> countByOwner();

	@Query("select count(r) from HoldfastRun r where r.stuck = true")
	long countStuck();

	/**
	 * What waits without an owner, of one priority: task queues, types, and how many
	 * there are.
	 */
	@Query("select r.taskQueue, r.workflowType, count(r) from HoldfastRun r where r.owner is null and r.stuck = false"
			+ " and r.priority = :priority and r.wakeAt <= :now group by r.taskQueue, r.workflowType"
			+ " order by r.taskQueue, r.workflowType")
	List<Object[]> countUnowned(int priority, long now);

}
