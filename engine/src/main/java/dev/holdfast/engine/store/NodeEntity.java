package dev.holdfast.engine.store;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JavaType;

/** A node and its lease. */
@Entity(name = "HoldfastNode")
@Table(name = "holdfast_node")
@SuppressWarnings("NullAway.Init")
class NodeEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "boot_id", nullable = false)
	UUID bootId;

	@Column(name = "name", nullable = false)
	String name;

	@Column(name = "process", nullable = false)
	String process;

	@Column(name = "task_queues", nullable = false)
	String taskQueues;

	@Column(name = "workflow_types", nullable = false)
	String workflowTypes;

	@Column(name = "activity_types", nullable = false)
	String activityTypes;

	@Column(name = "free_slots", nullable = false)
	String freeSlots;

	@Column(name = "started_at", nullable = false)
	long startedAt;

	@Column(name = "lease_until", nullable = false)
	long leaseUntil;

}
