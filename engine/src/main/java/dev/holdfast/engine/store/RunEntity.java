package dev.holdfast.engine.store;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JavaType;
import org.jspecify.annotations.Nullable;

/** An open run: who owns it, how far it is, when to look at it again. */
@Entity(name = "HoldfastRun")
@Table(name = "holdfast_run")
@SuppressWarnings("NullAway.Init")
class RunEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@Column(name = "workflow_id", nullable = false)
	String workflowId;

	@Column(name = "workflow_type", nullable = false)
	String workflowType;

	@Column(name = "task_queue", nullable = false)
	String taskQueue;

	@Column(name = "version", nullable = false)
	long version;

	@Column(name = "next_event_id", nullable = false)
	long nextEventId;

	@Column(name = "last_task", nullable = false)
	long lastTask;

	@JavaType(UuidJavaType.class)
	@Column(name = "owner")
	@Nullable UUID owner;

	@Column(name = "epoch", nullable = false)
	long epoch;

	@Column(name = "wake_at")
	@Nullable Long wakeAt;

	@Column(name = "failed_tasks", nullable = false)
	int failedTasks;

	@Column(name = "lost_nodes", nullable = false)
	int lostNodes;

	@Column(name = "stuck", nullable = false)
	boolean stuck;

	@Column(name = "flags", nullable = false)
	long flags;

	@Column(name = "priority", nullable = false)
	int priority;

	@Column(name = "fairness_key", length = 64)
	@Nullable String fairnessKey;

	@Column(name = "fairness_weight")
	@Nullable Double fairnessWeight;

}
