package dev.holdfast.engine.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.engine.wakeup.HintChannel;
import org.jspecify.annotations.Nullable;

/** Carries hints between the nodes of a test, or loses them. */
public final class HintBus {

	private final List<HintChannel.Receiver> receivers = new CopyOnWriteArrayList<>();

	private final AtomicInteger sent = new AtomicInteger();

	private volatile boolean losing;

	private volatile CountDownLatch open = new CountDownLatch(0);

	private volatile @Nullable Error failure;

	/** From now on everything is lost. */
	public HintBus loseAll() {
		this.losing = true;
		return this;
	}

	/** Who sends from now on waits until the bus goes on. */
	public void hold() {
		this.open = new CountDownLatch(1);
	}

	public void goOn() {
		this.open.countDown();
	}

	/** The next one who sends fails with this. */
	public void failOnce(Error failure) {
		this.failure = failure;
	}

	/** How often something was sent. */
	public int sent() {
		return this.sent.get();
	}

	private void failOrWait() {
		Error error = this.failure;
		if (error != null) {
			this.failure = null;
			throw error;
		}
		try {
			if (!this.open.await(EngineRig.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("Nobody lets the bus go on");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HintChannel join() {
		return new HintChannel() {

			private volatile Receiver own;

			@Override
			public void open(Receiver receiver) {
				this.own = receiver;
				HintBus.this.receivers.add(receiver);
			}

			@Override
			public boolean isOpen() {
				return this.own != null;
			}

			@Override
			public void send(List<String> hints) {
				HintBus.this.sent.incrementAndGet();
				failOrWait();
				if (!HintBus.this.losing) {
					hints.forEach((hint) -> HintBus.this.receivers.forEach((receiver) -> receiver.received(hint)));
				}
			}

			@Override
			public void close() {
				HintBus.this.receivers.remove(this.own);
				this.own = null;
			}

		};
	}

}
