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
import org.jspecify.annotations.Nullable;

/**
 * A message that is known by an id, as long as its run is kept: an update, or a signal
 * that counts once.
 */
@Entity(name = "HoldfastRequest")
@Table(name = "holdfast_request")
@IdClass(RequestEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class RequestEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@Id
	@Column(name = "request_key", length = 270, nullable = false)
	String requestKey;

	@Column(name = "name", length = 255, nullable = false)
	String name;

	@Column(name = "stage", length = 16, nullable = false)
	String stage;

	@Column(name = "event_id")
	@Nullable Long eventId;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "outcome", length = Length.LONG32)
	byte @Nullable [] outcome;

	@Column(name = "requested_at", nullable = false)
	long requestedAt;

	/** The key of a row. */
	record Key(UUID runId, String requestKey) implements Serializable {
	}

}
