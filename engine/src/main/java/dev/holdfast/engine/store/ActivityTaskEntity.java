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

/** The state of an activity that needs a row. */
@Entity(name = "HoldfastActivityTask")
@Table(name = "holdfast_activity_task")
@IdClass(ActivityTaskEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class ActivityTaskEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@Id
	@Column(name = "activity_id", nullable = false)
	long activityId;

	@Column(name = "activity_type", nullable = false)
	String activityType;

	@Column(name = "task_queue", nullable = false)
	String taskQueue;

	@Column(name = "state", length = 16, nullable = false)
	String state;

	@Column(name = "attempt", nullable = false)
	int attempt;

	@Column(name = "due_at", nullable = false)
	long dueAt;

	@Column(name = "remote", nullable = false)
	boolean remote;

	@JavaType(UuidJavaType.class)
	@Column(name = "owner")
	@Nullable UUID owner;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "heartbeat", length = Length.LONG32)
	byte @Nullable [] heartbeat;

	@JdbcTypeCode(SqlTypes.LONG32VARBINARY)
	@Column(name = "last_failure", length = Length.LONG32)
	byte @Nullable [] lastFailure;

	@Column(name = "deadline_at")
	@Nullable Long deadlineAt;

	@Column(name = "cancel_requested", nullable = false)
	boolean cancelRequested;

	@Column(name = "priority", nullable = false)
	int priority;

	@Column(name = "fairness_key", length = 64)
	@Nullable String fairnessKey;

	@Column(name = "fairness_weight")
	@Nullable Double fairnessWeight;

	/** The key of a row. */
	record Key(UUID runId, long activityId) implements Serializable {
	}

}
