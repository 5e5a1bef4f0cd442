package dev.holdfast.worker;

import java.time.Duration;
import java.util.List;

/**
 * The workers of this application: one for each task queue that it hosts. Workers of
 * other nodes are not touched, and take what these leave. What is said here holds until
 * it is changed or the application ends. Nothing here takes part in a transaction of the
 * caller. Thread-safe.
 */
public interface WorkflowWorkers {

	/** The workers, in the order of their task queues. */
	List<WorkerInfo> list();

	/**
	 * The worker of a task queue.
	 * @throws UnknownTaskQueueException if this application has none
	 */
	WorkerInfo get(String taskQueue);

	/**
	 * Lets a worker take no more work and returns at once. Activities that run go on;
	 * activities that wait, and executions that have nothing running here, are left to
	 * other nodes, or wait for {@link #resume} if there are none. Of no effect if it is
	 * paused.
	 * @throws UnknownTaskQueueException if this application has none
	 */
	void pause(String taskQueue);

	/** {@linkplain #pause(String) Pauses} all workers. */
	void pause();

	/**
	 * Lets a worker take work again. Of no effect if it does.
	 * @throws UnknownTaskQueueException if this application has none
	 */
	void resume(String taskQueue);

	/** {@linkplain #resume(String) Resumes} all workers. */
	void resume();

	/**
	 * {@linkplain #pause(String) Pauses} a worker and waits until nothing of its task
	 * queue runs here any more. It stays paused, whether it came to that or not.
	 * @param timeout for how long to wait at most; not negative
	 * @return whether nothing runs any more
	 * @throws UnknownTaskQueueException if this application has none
	 */
	boolean drain(String taskQueue, Duration timeout);

	/** {@linkplain #drain(String, Duration) Drains} all workers. */
	boolean drain(Duration timeout);

}
