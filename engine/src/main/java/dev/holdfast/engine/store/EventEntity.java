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

/** One event of a run. */
@Entity(name = "HoldfastEvent")
@Table(name = "holdfast_event")
@IdClass(EventEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class EventEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@Id
	@Column(name = "event_id", nullable = false)
	long eventId;

	@Column(name = "task", nullable = false)
	long task;

	@Column(name = "event_type", length = 40, nullable = false)
	String eventType;

	@Column(name = "recorded_at", nullable = false)
	long recordedAt;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "payload", length = Length.LONG32, nullable = false)
	byte[] payload;

	/** The key of a row. */
	record Key(UUID runId, long eventId) implements Serializable {
	}

}
