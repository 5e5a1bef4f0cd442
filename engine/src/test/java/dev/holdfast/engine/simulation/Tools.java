package dev.holdfast.engine.simulation;

import java.util.Objects;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What workflows of a simulation let be done. */
@Activity
public class Tools {

	private static final int REPORTS = 3;

	private final JdbcTemplate jdbc;

	private @Nullable World world;

	Tools(SimulatedDataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
	}

	void enter(@Nullable World world) {
		this.world = world;
	}

	private World world() {
		return Objects.requireNonNull(this.world);
	}

	/** Takes some time, has an effect, and fails the first times. */
	@ActivityMethod(startToCloseTimeout = "20s")
	public String work(int millis, int failures) {
		takeTime(millis);
		return done(failures);
	}

	/** The same, with a row for its effect. */
	@Transactional
	@ActivityMethod(startToCloseTimeout = "20s")
	public String book(int millis, int failures) {
		ActivityInfo info = Activities.info();
		takeTime(millis / 2);
		this.jdbc.update("insert into business (place, number) values (?, ?)", info.idempotencyKey(), info.attempt());
		takeTime(millis / 2);
		commitSlowly(millis / 2);
		return done(failures);
	}

	/**
	 * When its result has been written and nothing is committed yet, as if much was left
	 * to flush.
	 */
	private void commitSlowly(int millis) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				takeTime(millis);
			}

		});
	}

	/** The same, and says how far it is. */
	@ActivityMethod(startToCloseTimeout = "20s")
	public String report(int millis, int failures) {
		for (int part = 1; part <= REPORTS; part++) {
			Activities.heartbeat(Activities.info().idempotencyKey() + "/" + part);
			takeTime(millis / REPORTS);
		}
		Activities.heartbeatDetails(String.class).ifPresent((said) -> {
			if (!said.startsWith(Activities.info().idempotencyKey() + "/")) {
				throw ApplicationFailure.nonRetryable("Foreign", "somebody else said " + said);
			}
		});
		return done(failures);
	}

	/** Kills the process that it runs in. */
	@ActivityMethod(startToCloseTimeout = "20s")
	public String poison() {
		Scheduler scheduler = world().scheduler();
		Process process = Objects.requireNonNull(scheduler.current().process);
		done(0);
		if (!world().faults().isActive()) {
			throw ApplicationFailure.of("Poison", "it would have killed the process");
		}
		scheduler.spawn(world().outside(), "poison", 0, () -> world().poisoned().accept(process));
		takeTime(10_000);
		throw new IllegalStateException("the process was to be dead by now");
	}

	private void takeTime(int millis) {
		if (millis > 0) {
			world().scheduler().block(millis * 1000L);
		}
		else {
			world().scheduler().pause();
		}
	}

	private String done(int failures) {
		ActivityInfo info = Activities.info();
		World inside = world();
		String key = info.idempotencyKey();
		String result = key + "#" + inside.ledger().effects(key).size();
		inside.scheduler().trace("effect " + result);
		inside.ledger()
			.effect(key, new Ledger.Effect(info.attempt(), result, inside.scheduler().now(),
					Objects.requireNonNull(inside.scheduler().current().process).name()));
		if (info.attempt() <= failures) {
			throw new IllegalStateException("attempt " + info.attempt() + " fails as planned");
		}
		return result;
	}

}
