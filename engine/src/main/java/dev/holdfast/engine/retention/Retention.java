package dev.holdfast.engine.retention;

import java.time.Duration;
import java.util.Map;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.Rounds;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.store.Deletions;
import dev.holdfast.engine.store.Deletions.Deleted;
import dev.holdfast.engine.store.LeakAudit;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes executions that closed longer ago than they are kept: now and then, and then
 * one small transaction after the other until there are no more. Every node does so; they
 * do not get into each other's way. Looks for rows that lead nowhere, too. Thread-safe.
 */
public final class Retention {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private static final long FIRST_LOOK = Micros.of(Duration.ofMinutes(1));

	private static final long NEXT_LOOK = Micros.of(Duration.ofMinutes(10));

	private static final int RUNS_AT_ONCE = 200;

	private static final long FIRST_PAUSE = Micros.of(Duration.ofSeconds(5));

	private static final long LONGEST_PAUSE = NEXT_LOOK;

	private static final long LONGEST_WAIT = Micros.of(Duration.ofMinutes(1));

	private static final long STOP_MICROS = Micros.of(Duration.ofSeconds(5));

	private final long keptMicros;

	private final Deletions deletions;

	private final LeakAudit leakAudit;

	private final EngineClock clock;

	private final EngineThreads threads;

	private final EngineMetrics metrics;

	private final EngineThreads.WakeUp wakeUp;

	private final Rounds rounds;

	private EngineThreads.@Nullable Loop loop;

	private volatile boolean running;

	private volatile boolean atWork;

	private volatile long nextLook;

	private volatile Map<String, Long> leaks = Map.of();

	/**
	 * Creates it.
	 * @param keptMicros for how long closed executions are kept, or 0 for ever
	 */
	public Retention(long keptMicros, Deletions deletions, LeakAudit leakAudit, EngineClock clock,
			EngineMetrics metrics, EngineThreads threads) {
		this.keptMicros = keptMicros;
		this.deletions = deletions;
		this.leakAudit = leakAudit;
		this.clock = clock;
		this.metrics = metrics;
		this.threads = threads;
		this.wakeUp = threads.wakeUp();
		this.rounds = new Rounds("tidy up", new Backoff(FIRST_PAUSE, LONGEST_PAUSE, threads));
		clock.onMove(this.wakeUp::call);
	}

	/** Begins to look, the first time in a minute. */
	public synchronized void start() {
		this.running = true;
		this.nextLook = this.clock.micros() + FIRST_LOOK;
		this.loop = this.threads.loop("holdfast-retention-", this::run);
	}

	/** Deletes nothing more; waits for a transaction that is under way. */
	public synchronized void stop() {
		this.running = false;
		EngineThreads.Loop deleting = this.loop;
		if (deleting == null) {
			return;
		}
		this.wakeUp.call();
		try {
			if (!deleting.join(STOP_MICROS)) {
				logger.warn("Closed executions are still being deleted while the engine stops");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.loop = null;
	}

	/** Whether it waits until it is time to look again. */
	public boolean isIdle() {
		return !this.running || (!this.atWork && this.nextLook > this.clock.micros());
	}

	private void run() {
		while (this.running) {
			long wait = this.nextLook - this.clock.micros();
			if (wait > 0) {
				this.wakeUp.await(Math.min(wait, LONGEST_WAIT));
				continue;
			}
			this.atWork = true;
			long retry = this.rounds.tryOnce(this::tidyUp);
			this.nextLook = this.clock.micros() + ((retry > 0) ? retry : NEXT_LOOK);
			this.atWork = false;
		}
	}

	/** What leads nowhere, and how often, when that was looked for the last time. */
	public Map<String, Long> leaks() {
		return this.leaks;
	}

	private void tidyUp() {
		if (this.keptMicros > 0) {
			deleteExpired();
		}
		Map<String, Long> found = this.leakAudit.find();
		if (!found.isEmpty() && !found.equals(this.leaks)) {
			logger.warn("There are rows that lead nowhere, {}. Were rows deleted or changed by hand?", found);
		}
		this.leaks = found;
	}

	private void deleteExpired() {
		long cutoff = this.clock.micros() - this.keptMicros;
		int runs = 0;
		Deleted deleted;
		do {
			deleted = this.deletions.deleteSome(cutoff, RUNS_AT_ONCE, () -> this.running);
			runs += deleted.runs();
			if (deleted.runs() > 0) {
				this.metrics.runsDeleted(deleted.runs());
			}
		}
		while (deleted.more() && this.running);
		if (runs > 0) {
			logger.info("{} runs that closed before {} were deleted", runs, Micros.toInstant(cutoff));
		}
	}

}
