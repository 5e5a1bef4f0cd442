package dev.holdfast.engine.run;

import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.engine.activity.Slots;

/**
 * Whether a worker takes work: while the engine works, and somebody does not want it to
 * pause. Thread-safe.
 */
public final class WorkerControl {

	private final Slots workflowTasks;

	private final Slots activities;

	private final Slots localActivities;

	private final AtomicInteger drains = new AtomicInteger();

	private boolean working;

	private volatile boolean paused;

	WorkerControl(Slots workflowTasks, Slots activities, Slots localActivities) {
		this.workflowTasks = workflowTasks;
		this.activities = activities;
		this.localActivities = localActivities;
	}

	/** The engine begins to work. */
	public synchronized void start() {
		this.working = true;
		this.workflowTasks.resume();
		this.localActivities.resume();
		if (!this.paused) {
			this.activities.resume();
		}
	}

	/** The engine is about to end: no activity is begun any more. */
	public synchronized void stop() {
		this.working = false;
		this.activities.pause();
		this.localActivities.pause();
	}

	/** Takes no more work; what runs goes on. */
	public synchronized void pause() {
		this.paused = true;
		this.activities.pause();
	}

	/** Takes work again. */
	public synchronized void resume() {
		this.paused = false;
		if (this.working) {
			this.activities.resume();
		}
	}

	public boolean isPaused() {
		return this.paused;
	}

	/** Somebody begins to wait until nothing runs. */
	public void beginDrain() {
		this.drains.incrementAndGet();
	}

	public void endDrain() {
		this.drains.decrementAndGet();
	}

	/** Whether somebody waits until nothing runs. */
	public boolean isDraining() {
		return this.drains.get() > 0;
	}

}
