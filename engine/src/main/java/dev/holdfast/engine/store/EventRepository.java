package dev.holdfast.engine.store;

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

}
