package dev.holdfast.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads messages that no history has taken up. */
interface InboxRepository extends Repository<InboxEntity, InboxEntity.Key> {

	String STORED_MESSAGE = """
			select new dev.holdfast.engine.store.StoredMessage(i.runId, i.messageKey, i.sentAt, i.eventType, i.payload)
			from HoldfastInbox i
			""";

	@Query(STORED_MESSAGE + "where i.runId = :runId order by i.sentAt, i.messageKey")
	List<StoredMessage> findAll(UUID runId);

	@Query("select i.messageKey from HoldfastInbox i where i.runId = :runId")
	List<String> findKeys(UUID runId);

	@Query("select count(i) from HoldfastInbox i where i.runId = :runId")
	int count(UUID runId);

	/** The keys of messages to runs of an owner, in an order in which one can go on. */
	@Query("""
			select new dev.holdfast.engine.store.MessageKey(i.runId, i.messageKey)
			from HoldfastInbox i, HoldfastRun r
			where r.runId = i.runId and r.owner = :owner and r.stuck = false
				and (i.runId > :afterRun or (i.runId = :afterRun and i.messageKey > :afterKey))
			order by i.runId, i.messageKey
			""")
	List<MessageKey> findKeys(UUID owner, UUID afterRun, String afterKey, Limit limit);

	@Query(STORED_MESSAGE + "where i.runId in :runIds order by i.sentAt, i.messageKey")
	List<StoredMessage> findAll(Collection<UUID> runIds);

	/** Those of these runs that have messages. */
	@Query("select distinct i.runId from HoldfastInbox i where i.runId in :runIds")
	List<UUID> findReceivers(Collection<UUID> runIds);

}
