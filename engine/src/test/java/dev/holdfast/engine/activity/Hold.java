package dev.holdfast.engine.activity;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activities;
import dev.holdfast.engine.testkit.EngineRig;

/** Where activities of a test wait until the test lets them go on. */
public class Hold {

	private final AtomicInteger arrived = new AtomicInteger();

	private volatile boolean open;

	/** Waits until the test opens it, whatever becomes of the attempt meanwhile. */
	void pass() {
		this.arrived.incrementAndGet();
		while (!this.open) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	/** Waits until the test opens it or the attempt is given up. */
	void passUnlessGivenUp() {
		this.arrived.incrementAndGet();
		while (!this.open && !Activities.cancellation().isCancellationRequested()) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	/** Waits for a number of activities to have come here. */
	void awaitArrivals(int count) {
		EngineRig.await(() -> this.arrived.get() >= count);
	}

	int arrivals() {
		return this.arrived.get();
	}

	void arrive() {
		this.arrived.incrementAndGet();
	}

	boolean isOpen() {
		return this.open;
	}

	void open() {
		this.open = true;
	}

}
