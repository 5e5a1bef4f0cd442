package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads histories. */
interface EventRepository extends Repository<EventEntity, EventEntity.Key> {

	String STORED_EVENT = """
			select new dev.holdfast.engine.store.StoredEvent(e.eventId, e.task, e.eventType, e.recordedAt, e.payload)
			from HoldfastEvent e
			""";

	@Query(STORED_EVENT + "where e.runId = :runId order by e.eventId")
	List<StoredEvent> findHistory(UUID runId);

	@Query(STORED_EVENT + "where e.runId = :runId and e.eventId > :after order by e.eventId")
	List<StoredEvent> findPage(UUID runId, long after, Limit limit);

	@Query(STORED_EVENT + "where e.runId = :runId and e.eventId = :eventId")
	@Nullable StoredEvent find(UUID runId, long eventId);

	/** Those of these runs whose history has no more than so many bytes. */
	@Query("select e.runId from HoldfastEvent e where e.runId in :runIds group by e.runId"
			+ " having sum(cast(sql('octet_length(?)', e.payload) as Long)) <= :bytes")
	List<UUID> findSmall(Collection<UUID> runIds, long bytes);

	/** Run, id, task, type, time and payload of all events of several runs. */
	@Query("select e.runId, e.eventId, e.task, e.eventType, e.recordedAt, e.payload from HoldfastEvent e"
			+ " where e.runId in :runIds order by e.runId, e.eventId")
	List<Object[]> findHistories(Collection<UUID> runIds);

}
