package dev.holdfast.engine.store;

import java.io.Serializable;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.Length;
import org.hibernate.annotations.JavaType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A message to a run that is not in its history yet. */
@Entity(name = "HoldfastInbox")
@Table(name = "holdfast_inbox")
@IdClass(InboxEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class InboxEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@Id
	@Column(name = "message_key", length = 270, nullable = false)
	String messageKey;

	@Column(name = "sent_at", nullable = false)
	long sentAt;

	@Column(name = "event_type", length = 40, nullable = false)
	String eventType;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "payload", length = Length.LONG32, nullable = false)
	byte[] payload;

	/** The key of a row. */
	record Key(UUID runId, String messageKey) implements Serializable {
	}

}
