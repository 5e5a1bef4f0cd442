package dev.holdfast.test;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.time.Timers;
import dev.holdfast.interceptor.ActivityExecution;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.ResultRequest;
import dev.holdfast.interceptor.UpdateResultRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.test.WorkTally.Work;
import org.jspecify.annotations.Nullable;

/**
 * What a production engine is given in place of real time: a clock, threads that tell
 * when there is nothing left to do, and interceptors that see what these cannot.
 */
final class TestRig {

	private final SkippingClock clock;

	private final WorkTally tally = new WorkTally();

	private final TalliedThreads threads;

	private final TimeSkipper skipper;

	private final Supplier<HoldfastEngine> engine;

	private final Supplier<Instant> start;

	private final Instant createdAt;

	private @Nullable Isolation isolation;

	/**
	 * Creates it.
	 * @param start what time it is when a test begins
	 * @param engine the engine, once there is one
	 * @param dataSource where the engine has its tables
	 */
	TestRig(Supplier<Instant> start, Supplier<HoldfastEngine> engine, Supplier<DataSource> dataSource) {
		this.start = start;
		this.createdAt = start.get();
		this.clock = new SkippingClock(this.createdAt);
		this.engine = engine;
		this.skipper = new TimeSkipper(this.clock, this.tally, new NextDue(engine, dataSource), this::open);
		this.threads = new TalliedThreads(this.tally, this.skipper::await);
	}

	SkippingClock clock() {
		return this.clock;
	}

	EngineThreads threads() {
		return this.threads;
	}

	TimeSkipper skipper() {
		return this.skipper;
	}

	WorkTally tally() {
		return this.tally;
	}

	HoldfastEngine engine() {
		return this.engine.get();
	}

	/** What time it was when there was no test yet. */
	Instant createdAt() {
		return this.createdAt;
	}

	/** A test begins; tests are isolated from each other from the first of them on. */
	synchronized void isolation(Supplier<Isolation> begin) {
		if (this.isolation == null) {
			this.isolation = begin.get();
		}
	}

	/** A test has ended: nothing is done for it any more. */
	synchronized void stop() {
		if (this.isolation != null) {
			this.isolation.stop();
		}
	}

	/** A test has ended: nothing of it is left. */
	synchronized void reset() {
		if (this.isolation != null) {
			this.isolation.reset();
		}
	}

	/** There are no more tests. */
	synchronized void empty() {
		if (this.isolation != null) {
			this.isolation.empty();
		}
	}

	/** It is the time at which tests begin. */
	void beginAnew() {
		this.skipper.reset();
		this.clock.set(this.start.get());
	}

	/** What is open, for who waits in vain. */
	private String open() {
		List<String> open = engine().client()
			.list()
			.stream()
			.filter((execution) -> execution.status().isOpen())
			.map((execution) -> execution.workflowType() + " '" + execution.workflowId() + "' (" + execution.status()
					+ ")")
			.toList();
		return open.isEmpty() ? " No execution is open." : " Open executions: " + String.join(", ", open) + ".";
	}

	/** Sees activities that go on although their method has returned. */
	ActivityInterceptor activities() {
		return new ActivityInterceptor() {

			@Override
			public @Nullable Object execute(ActivityExecution attempt, ActivityChain chain) throws Throwable {
				Object returned = chain.proceed(attempt);
				if (returned instanceof CompletionStage<?> stage) {
					goesOn(attempt, stage);
				}
				return returned;
			}

		};
	}

	private void goesOn(ActivityExecution attempt, CompletionStage<?> stage) {
		Work work = this.tally.beginActivity("activity " + attempt.info().activityType());
		List<Timers.Handle> timers = Stream
			.of(attempt.info().startToCloseDeadline(), attempt.info().scheduleToCloseDeadline())
			.flatMap(Stream::ofNullable)
			.map((deadline) -> engine().timers().schedule(Micros.of(deadline), () -> this.tally.end(work)))
			.toList();
		stage.whenComplete((result, failure) -> {
			this.tally.end(work);
			timers.forEach(Timers.Handle::cancel);
		});
	}

	/** Who waits for a future that the client gave him lets time go by, too. */
	WorkflowClientInterceptor clients() {
		return new WorkflowClientInterceptor() {

			@Override
			public CompletableFuture<@Nullable Object> resultAsync(ResultRequest request,
					Chain<ResultRequest, CompletableFuture<@Nullable Object>> chain) {
				return SkippingFuture.of(chain.proceed(request), TestRig.this.skipper);
			}

			@Override
			public CompletableFuture<@Nullable Object> updateResultAsync(UpdateResultRequest request,
					Chain<UpdateResultRequest, CompletableFuture<@Nullable Object>> chain) {
				return SkippingFuture.of(chain.proceed(request), TestRig.this.skipper);
			}

		};
	}

}
