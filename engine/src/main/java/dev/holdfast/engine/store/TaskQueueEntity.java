package dev.holdfast.engine.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How fast all nodes together begin the activities of a task queue. */
@Entity(name = "HoldfastTaskQueue")
@Table(name = "holdfast_task_queue")
@SuppressWarnings("NullAway.Init")
class TaskQueueEntity {

	@Id
	@Column(name = "task_queue", nullable = false)
	String taskQueue;

	@Column(name = "next_start_at", nullable = false)
	long nextStartAt;

}
