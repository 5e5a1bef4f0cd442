package dev.holdfast.autoconfigure;

import java.time.Duration;

import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.HoldfastEngine.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the engine when the application is ready, and stops it while everything that
 * activities need is still there. A context that is paused and goes on, as in tests, is
 * ready already.
 */
public final class HoldfastLifecycle
		implements SmartLifecycle, ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	/**
	 * That of the graceful shutdown of a web server: requests and activities end side by
	 * side, before connections are closed.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private static final Logger logger = LoggerFactory.getLogger(HoldfastLifecycle.class);

	private static final String TIMEOUT_PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration SMALLEST_MARGIN = Duration.ofSeconds(1);

	private static final String STARTED_BY_SPRING_APPLICATION = "springApplicationArguments";

	private final HoldfastEngine engine;

	private final ConfigurableApplicationContext context;

	private final Duration patience;

	private final Runnable check;

	private volatile boolean running;

	private volatile boolean ready;

	private volatile long since;

	/**
	 * Creates a lifecycle.
	 * @param check what is looked at before the engine starts; it may refuse
	 */
	HoldfastLifecycle(HoldfastEngine engine, ConfigurableApplicationContext context, Runnable check) {
		this.engine = engine;
		this.check = check;
		this.context = context;
		this.ready = !context.getBeanFactory().containsSingleton(STARTED_BY_SPRING_APPLICATION);
		this.patience = patience(context.getEnvironment().getProperty(TIMEOUT_PROPERTY, Duration.class, USUAL_TIMEOUT));
	}

	/** How long activities may take to end, so that the rest can be done in time. */
	static Duration patience(Duration timeout) {
		Duration tenth = timeout.dividedBy(10);
		Duration margin = (tenth.compareTo(SMALLEST_MARGIN) > 0) ? tenth : SMALLEST_MARGIN;
		return (timeout.compareTo(margin) > 0) ? timeout.minus(margin) : Duration.ZERO;
	}

	@Override
	public synchronized void start() {
		if (this.engine.state() == State.STOPPED) {
			this.check.run();
		}
		this.running = true;
		if (this.ready) {
			startEngine();
		}
	}

	@Override
	public synchronized void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context && !this.ready) {
			this.ready = true;
			if (this.running) {
				startEngine();
			}
		}
	}

	private void startEngine() {
		this.since = System.nanoTime();
		this.engine.start();
	}

	@Override
	public void stop(Runnable callback) {
		if (this.engine.state() != State.RUNNING) {
			this.running = false;
			callback.run();
			return;
		}
		new JvmThreads().loop("holdfast-stop-", () -> {
			try {
				stop();
			}
			catch (RuntimeException ex) {
				logger.warn("The engine did not stop in order; its work goes on from where it was written", ex);
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public synchronized void stop() {
		this.engine.stop(this.patience);
		this.running = false;
	}

	@Override
	public synchronized void destroy() {
		this.engine.stop(Duration.ZERO);
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/** Whether the engine is to work at present. */
	public boolean isStarted() {
		return this.running && this.ready;
	}

	/** For how long the engine has worked since it was started last. */
	public Duration uptime() {
		return Duration.ofNanos(System.nanoTime() - this.since);
	}

}
