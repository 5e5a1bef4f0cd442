package dev.holdfast.engine.store;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JavaType;
import org.jspecify.annotations.Nullable;

/** What people look for: written when an execution starts and when it closes. */
@Entity(name = "HoldfastExecution")
@Table(name = "holdfast_execution")
@SuppressWarnings("NullAway.Init")
class ExecutionEntity {

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

	@Column(name = "status", length = 16, nullable = false)
	String status;

	@Column(name = "started_at", nullable = false)
	long startedAt;

	@Column(name = "closed_at")
	@Nullable Long closedAt;

	@JavaType(UuidJavaType.class)
	@Column(name = "parent_run_id")
	@Nullable UUID parentRunId;

	@Column(name = "parent_workflow_id")
	@Nullable String parentWorkflowId;

	@Column(name = "parent_event_id")
	@Nullable Long parentEventId;

	/** Its place in the order of starts: times may be the same. */
	@Column(name = "place", nullable = false)
	long place;

	@JavaType(UuidJavaType.class)
	@Column(name = "first_run_id", nullable = false)
	UUID firstRunId;

	@JavaType(UuidJavaType.class)
	@Column(name = "next_run_id")
	@Nullable UUID nextRunId;

	@JavaType(UuidJavaType.class)
	@Column(name = "reset_run_id")
	@Nullable UUID resetRunId;

	@Column(name = "reset_event")
	@Nullable Long resetEvent;

	@Column(name = "request_id")
	@Nullable String requestId;

	@Column(name = "history_length", nullable = false)
	long historyLength;

	@Column(name = "last_failure", length = 4000)
	@Nullable String lastFailure;

	/** The code that could not go on, if other code might. */
	@Column(name = "stuck_code", length = 64)
	@Nullable String stuckCode;

}
