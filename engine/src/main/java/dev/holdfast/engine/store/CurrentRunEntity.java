package dev.holdfast.engine.store;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JavaType;

/** Which open run has a workflow id. */
@Entity(name = "HoldfastCurrentRun")
@Table(name = "holdfast_current_run")
@SuppressWarnings("NullAway.Init")
class CurrentRunEntity {

	@Id
	@Column(name = "workflow_id", nullable = false)
	String workflowId;

	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@JavaType(UuidJavaType.class)
	@Column(name = "first_run_id", nullable = false)
	UUID firstRunId;

}
