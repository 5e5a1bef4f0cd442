package dev.holdfast.engine.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Length;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A schedule: what it starts and when, how far it is, and when to look at it again. */
@Entity(name = "HoldfastSchedule")
@Table(name = "holdfast_schedule")
@SuppressWarnings("NullAway.Init")
class ScheduleEntity {

	@Id
	@Column(name = "schedule_id", nullable = false)
	String scheduleId;

	@Column(name = "version", nullable = false)
	long version;

	@Column(name = "workflow_type", nullable = false)
	String workflowType;

	@Column(name = "next_at")
	@Nullable Long nextAt;

	@Column(name = "waits_for")
	@Nullable String waitsFor;

	@Column(name = "paused", nullable = false)
	boolean paused;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "definition", length = Length.LONG32, nullable = false)
	byte[] definition;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "start_payload", length = Length.LONG32, nullable = false)
	byte[] startPayload;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "state", length = Length.LONG32, nullable = false)
	byte[] state;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "notes", length = Length.LONG32)
	byte @Nullable [] notes;

	@Column(name = "problem", length = 4000)
	@Nullable String problem;

	@Column(name = "created_at", nullable = false)
	long createdAt;

	@Column(name = "updated_at", nullable = false)
	long updatedAt;

}
