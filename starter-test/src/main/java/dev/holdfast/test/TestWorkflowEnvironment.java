package dev.holdfast.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * The time in which the workflows of a test live, and a look at what they do. The engine
 * is that of production; only its clock is another one. It stands still while code runs
 * and while the test does something. While the test waits, for the result of a workflow
 * or of an update, say, it jumps to the next thing that is due, as soon as nothing is
 * left to do before: so a month of timers takes milliseconds, and everything happens in
 * the order in which it would.
 *
 * <p>
 * An activity that blocks for more than a second of real time makes time go by as it
 * really does, until it ends or has timed out. Thread-safe.
 */
public final class TestWorkflowEnvironment {

	private final TestRig rig;

	TestWorkflowEnvironment(TestRig rig) {
		this.rig = rig;
	}

	/** What time it is for the workflows. */
	public Instant now() {
		return Micros.toInstant(this.rig.clock().micros());
	}

	/**
	 * The time of the workflows as a clock, to be given to what works by the same time.
	 */
	public Clock clock() {
		return new WorkflowTime(this.rig.clock(), java.time.ZoneOffset.UTC);
	}

	/**
	 * Lets so much time go by, and everything happen that is due meanwhile, in its order.
	 * When it returns, there is nothing left to do at that time. Works while time is
	 * locked, too.
	 * @throws IllegalArgumentException if the duration is negative
	 */
	public void sleep(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("Time does not go back: " + duration);
		}
		this.rig.skipper().sleep(duration);
	}

	/**
	 * Lets time go by until then.
	 * @throws IllegalArgumentException if that is past
	 * @see #sleep
	 */
	public void sleepUntil(Instant time) {
		sleep(Duration.between(now(), time));
	}

	/**
	 * Waits until the engine has nothing left to do at this time. An activity that blocks
	 * for more than a second of real time is not waited for.
	 */
	public void settle() {
		this.rig.skipper().settle();
	}

	/**
	 * Lets time go by until a condition holds, which is looked at whenever everything is
	 * done that is due.
	 * @throws IllegalStateException if nothing is going to happen any more
	 */
	public void awaitUntil(BooleanSupplier condition) {
		this.rig.skipper().until(condition);
	}

	/**
	 * Lets time go by until a future is completed.
	 * @return its value
	 * @throws CompletionException if it is completed with an exception
	 */
	public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
		CompletableFuture<T> future = stage.toCompletableFuture();
		try {
			this.rig.skipper().await(future, Long.MAX_VALUE, null);
			return future.get();
		}
		catch (ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the test waited", ex);
		}
	}

	/**
	 * Runs something when it is so much later, on the thread that waits by then: a signal
	 * that comes two days after the start, for instance.
	 */
	public void registerDelayedCallback(Duration delay, Runnable callback) {
		this.rig.skipper().after(delay, callback);
	}

	/**
	 * Time stands still from now on even while the test waits. Counted: time is skipped
	 * again when all locks are closed.
	 */
	public TimeLock lockTimeSkipping() {
		this.rig.skipper().lock();
		boolean[] open = { true };
		return () -> {
			if (open[0]) {
				open[0] = false;
				this.rig.skipper().unlock();
			}
		};
	}

	/** Time stands still until this is closed. */
	@FunctionalInterface
	public interface TimeLock extends AutoCloseable {

		@Override
		void close();

	}

	/** The client of the engine. */
	public WorkflowClient client() {
		return this.rig.engine().client();
	}

	/**
	 * All executions of this test with their histories, for people to read. It is printed
	 * when a test fails.
	 */
	public String histories() {
		StringBuilder text = new StringBuilder();
		for (WorkflowExecution execution : client().list("order by StartTime")) {
			text.append(HistoryText.of(client().handle(execution.workflowId(), execution.runId()).history()))
				.append('\n');
		}
		return text.toString();
	}

	TestRig rig() {
		return this.rig;
	}

}
