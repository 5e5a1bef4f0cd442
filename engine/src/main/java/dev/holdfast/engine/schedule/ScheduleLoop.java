package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.Rounds;
import dev.holdfast.engine.run.ResultWaiters;
import dev.holdfast.engine.schedule.ScheduleActions.Done;
import dev.holdfast.engine.store.DatabaseFailure;
import dev.holdfast.engine.store.Schedules;
import dev.holdfast.engine.store.Schedules.Upcoming;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.engine.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Looks for schedules that are due, one query a poll, and lets them act. Timers and the
 * ends of executions on this node only make it quick. A schedule that cannot act rests
 * for a minute, or a few seconds if somebody is in its way, and does not stop the others.
 */
public final class ScheduleLoop {

	private static final Logger logger = LoggerFactory.getLogger(ScheduleLoop.class);

	private static final int PAGE = 100;

	private static final int TRIES = 3;

	private static final long FIRST_PAUSE_MICROS = Micros.of(Duration.ofMillis(100));

	private static final long LONGEST_PAUSE_MICROS = Micros.of(Duration.ofSeconds(2));

	private static final long REST = Micros.of(Duration.ofMinutes(1));

	private static final long REST_FROM_OTHERS = Micros.of(Duration.ofSeconds(10));

	private static final long TOLERATED_STEP_BACK = Micros.of(Duration.ofMinutes(1));

	private final Schedules schedules;

	private final ScheduleActions actions;

	private final EngineClock clock;

	private final Timers timers;

	private final ResultWaiters waiters;

	private final long pollMicros;

	private final EngineThreads threads;

	private final EngineThreads.WakeUp wakeUp;

	private final Map<String, UUID> watched = new ConcurrentHashMap<>();

	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	private final Rounds rounds;

	private EngineThreads.@Nullable Loop loop;

	private Timers.@Nullable Handle timer;

	private long timerAt;

	private long latestSeen = Long.MAX_VALUE;

	private volatile boolean running;

	private volatile boolean atWork;

	ScheduleLoop(Schedules schedules, ScheduleActions actions, EngineClock clock, Timers timers, ResultWaiters waiters,
			long pollMicros, EngineThreads threads) {
		this.schedules = schedules;
		this.actions = actions;
		this.clock = clock;
		this.timers = timers;
		this.waiters = waiters;
		this.pollMicros = pollMicros;
		this.threads = threads;
		this.wakeUp = threads.wakeUp();
		this.rounds = new Rounds("look for schedules that are due",
				new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, threads));
		clock.onMove(this::wakeUp);
	}

	/** Begins to act. */
	public synchronized void start() {
		this.running = true;
		this.latestSeen = Long.MAX_VALUE;
		this.timer = null;
		this.loop = this.threads.loop("holdfast-schedules-", this::run);
	}

	/** Takes no more actions; waits for one that is being taken. */
	public synchronized void stop() {
		this.running = false;
		EngineThreads.Loop loop = this.loop;
		if (loop == null) {
			return;
		}
		wakeUp();
		try {
			if (!loop.join(TimeUnit.SECONDS.toMicros(5))) {
				logger.warn("An action of a schedule is still being taken while the engine stops");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.loop = null;
	}

	/** Looks now. */
	public void wakeUp() {
		this.wakeUp.call();
	}

	/** Whether it waits for the next poll or timer. */
	public boolean isIdle() {
		return !this.atWork && !this.wakeUp.isCalled();
	}

	private void run() {
		while (this.running) {
			boolean[] more = new boolean[1];
			this.atWork = true;
			long retry = this.rounds.tryOnce(() -> more[0] = round());
			this.atWork = false;
			if (!more[0]) {
				this.atWork = this.wakeUp.await((retry > 0) ? retry : this.pollMicros);
			}
		}
	}

	/** Lets act what is due; answers whether it has to look again at once. */
	private boolean round() {
		long now = this.clock.micros();
		if (now < this.latestSeen - TOLERATED_STEP_BACK) {
			this.schedules.writtenAfter(now + TOLERATED_STEP_BACK).forEach(this::act);
		}
		this.latestSeen = now;
		boolean acted = false;
		long next = Long.MAX_VALUE;
		for (Upcoming upcoming : this.schedules.upcoming(PAGE)) {
			if (upcoming.at() > now) {
				next = Math.min(next, upcoming.at());
			}
			else if (this.running) {
				acted |= act(upcoming.scheduleId());
			}
		}
		wakeUpAt(next);
		return acted;
	}

	private void wakeUpAt(long time) {
		Timers.Handle current = this.timer;
		if (time == this.timerAt && current != null) {
			return;
		}
		if (current != null) {
			current.cancel();
		}
		this.timerAt = time;
		this.timer = (time != Long.MAX_VALUE) ? this.timers.schedule(time, this::wakeUp) : null;
	}

	private boolean act(String scheduleId) {
		try {
			Done done = this.actions.act(scheduleId);
			this.failures.remove(scheduleId);
			if (done != null) {
				watch(scheduleId, done.waitsFor());
			}
			return done != null;
		}
		catch (DataAccessException | TransactionException ex) {
			int count = this.failures.merge(scheduleId, 1, Integer::sum);
			logger.warn("Schedule '{}' could not act, for the {}. time, and tries again: {}", scheduleId, count,
					ex.toString());
			if (count >= TRIES) {
				if (DatabaseFailure.of(ex) == DatabaseFailure.CONFLICT) {
					rest(scheduleId, REST_FROM_OTHERS,
							"A transaction that is open for long has what it starts or stops: " + ex.getMessage());
				}
				else {
					rest(scheduleId, REST, String.valueOf(ex.getMessage()));
				}
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("Schedule '{}' cannot act, and tries again in a minute", scheduleId, ex);
			rest(scheduleId, REST, String.valueOf(ex.getMessage()));
		}
		return false;
	}

	private void rest(String scheduleId, long micros, String problem) {
		try {
			this.schedules.postpone(scheduleId, this.clock.micros() + micros, problem);
			this.failures.remove(scheduleId);
		}
		catch (RuntimeException postponing) {
			logger.warn("Schedule '{}' could not be postponed: {}", scheduleId, postponing.toString());
		}
	}

	/** Looks as soon as a run closes on this node; a poll finds it in any case. */
	private void watch(String scheduleId, @Nullable UUID runId) {
		if (runId == null) {
			this.watched.remove(scheduleId);
		}
		else if (!runId.equals(this.watched.put(scheduleId, runId))) {
			this.waiters.of(runId).thenRun(this::wakeUp);
		}
	}

}
