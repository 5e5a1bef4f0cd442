package dev.holdfast.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The threads of the JVM: virtual ones where nothing that application code does can hold
 * up all of them, pooled platform threads otherwise. All of them are daemons.
 */
public final class JvmThreads implements EngineThreads {

	private static final Logger logger = LoggerFactory.getLogger(JvmThreads.class);

	/**
	 * From there on, a virtual thread that waits inside a monitor holds no carrier, and a
	 * carrier that an endless loop holds can be replaced.
	 */
	private static final int FIRST_WITH_SAFE_VIRTUAL_THREADS = 24;

	private static final int COROUTINE_STACK_BYTES = 512 * 1024;

	/**
	 * Its own: what the application does in a pool of the JVM must hold up nothing here.
	 */
	private final Executor callbacks = blocking("holdfast-callback-");

	/** Whether coroutines and what may block run on virtual threads. */
	public static boolean areVirtual() {
		return Runtime.version().feature() >= FIRST_WITH_SAFE_VIRTUAL_THREADS;
	}

	@Override
	public Executor coroutines() {
		return areVirtual() ? new VirtualThreadTaskExecutor("holdfast-workflow-")
				: Executors.newCachedThreadPool(factory("holdfast-workflow-", COROUTINE_STACK_BYTES));
	}

	@Override
	public Executor workflowTasks() {
		return areVirtual() ? new VirtualThreadTaskExecutor("holdfast-task-")
				: Executors.newCachedThreadPool(factory("holdfast-task-", 0));
	}

	@Override
	public Executor blocking(String name) {
		return areVirtual() ? new VirtualThreadTaskExecutor(name) : Executors.newCachedThreadPool(factory(name, 0));
	}

	@Override
	public Executor callbacks() {
		return this.callbacks;
	}

	@Override
	public Loop loop(String name, Runnable body) {
		CountDownLatch ended = new CountDownLatch(1);
		factory(name, 0).newThread(() -> {
			try {
				body.run();
			}
			finally {
				ended.countDown();
			}
		}).start();
		return (micros) -> ended.await(micros, TimeUnit.MICROSECONDS);
	}

	@Override
	public void later(long micros, Runnable task) {
		CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS, callbacks()).execute(task);
	}

	@Override
	public WakeUp wakeUp() {
		return new Permits();
	}

	@Override
	public Mutex mutex() {
		ReentrantLock lock = new ReentrantLock();
		return (body) -> {
			lock.lock();
			try {
				body.run();
			}
			finally {
				lock.unlock();
			}
		};
	}

	@Override
	public void sleep(long micros) throws InterruptedException {
		TimeUnit.MICROSECONDS.sleep(micros);
	}

	@Override
	public boolean await(CompletableFuture<?> future, long micros) throws InterruptedException {
		try {
			future.get(micros, TimeUnit.MICROSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException | CancellationException ex) {
			return true;
		}
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	private static ThreadFactory factory(String name, long stackBytes) {
		AtomicLong count = new AtomicLong();
		return (task) -> {
			Thread thread = new Thread(null, task, name + count.incrementAndGet(), stackBytes);
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Many calls are one. */
	private static final class Permits implements WakeUp {

		private final Semaphore semaphore = new Semaphore(0);

		@Override
		public void call() {
			this.semaphore.release();
		}

		@Override
		public boolean await(long micros) {
			try {
				if (this.semaphore.tryAcquire(micros, TimeUnit.MICROSECONDS)) {
					this.semaphore.drainPermits();
					return true;
				}
			}
			catch (InterruptedException ex) {
				logger.debug("{} was interrupted, and goes on", Thread.currentThread().getName());
			}
			return false;
		}

		@Override
		public boolean isCalled() {
			return this.semaphore.availablePermits() > 0;
		}

	}

}
