package dev.holdfast.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Where the engine gets threads: virtual ones when the JDK has them, pooled platform
 * threads otherwise. All of them are daemons, and none is ever interrupted while it may
 * be inside JDBC.
 */
public final class EngineThreads {

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private static final int FIRST_WITHOUT_PINNING = 24;

	private static final int COROUTINE_STACK_BYTES = 512 * 1024;

	private EngineThreads() {
	}

	/** Whether coroutines run on virtual threads. */
	public static boolean areVirtual() {
		return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
	}

	/** Threads that hold the coroutines of workflows. */
	public static Executor coroutines() {
		return areVirtual() ? new VirtualThreadTaskExecutor("holdfast-workflow-")
				: Executors.newCachedThreadPool(factory("holdfast-workflow-", COROUTINE_STACK_BYTES));
	}

	/**
	 * Threads that run workflow tasks: of the kind that coroutines are, so that handing
	 * over is cheap. They block only when a history has to be read.
	 */
	public static Executor workflowTasks() {
		return areVirtual() ? new VirtualThreadTaskExecutor("holdfast-task-")
				: Executors.newCachedThreadPool(factory("holdfast-task-", 0));
	}

	/**
	 * Threads that run user code which may block, in JDBC for instance. Virtual only
	 * where blocking inside a monitor does not hold a carrier thread.
	 */
	public static Executor blocking(String name) {
		return (Runtime.version().feature() >= FIRST_WITHOUT_PINNING) ? new VirtualThreadTaskExecutor(name)
				: Executors.newCachedThreadPool(factory(name, 0));
	}

	/** One platform thread for a loop of the engine. */
	public static ExecutorService single(String name) {
		return Executors.newSingleThreadExecutor(factory(name, 0));
	}

	private static ThreadFactory factory(String name, long stackBytes) {
		AtomicLong count = new AtomicLong();
		return (task) -> {
			Thread thread = new Thread(null, task, name + count.incrementAndGet(), stackBytes);
			thread.setDaemon(true);
			return thread;
		};
	}

}
