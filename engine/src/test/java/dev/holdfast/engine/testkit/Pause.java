package dev.holdfast.engine.testkit;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds up a node in the middle of a transaction: whoever is the first to prepare a
 * statement with a certain text waits until it is let go on.
 */
public final class Pause {

	private final String text;

	private final AtomicBoolean taken = new AtomicBoolean();

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch over = new CountDownLatch(1);

	Pause(String text) {
		this.text = text;
	}

	/** Waits until somebody is held up. */
	public void awaitReached() {
		await(this.reached, "Nobody came to: " + this.text);
	}

	/** Whether somebody was held up. */
	public boolean isReached() {
		return this.reached.getCount() == 0;
	}

	/** Lets go on who is held up, and holds up nobody else. */
	public void goOn() {
		this.taken.set(true);
		this.over.countDown();
	}

	Connection around(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement") && ((String) arguments[0]).contains(this.text)
							&& this.taken.compareAndSet(false, true)) {
						this.reached.countDown();
						await(this.over, "Nobody let go on: " + this.text);
					}
					return SqlFaults.invoke(connection, method, arguments);
				});
	}

	private static void await(CountDownLatch latch, String problem) {
		try {
			if (!latch.await(EngineRig.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError(problem);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
