package dev.holdfast.engine.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.engine.wakeup.HintChannel;

/** Carries hints between the nodes of a test, or loses them. */
public final class HintBus {

	private final List<HintChannel.Receiver> receivers = new CopyOnWriteArrayList<>();

	private final AtomicInteger sent = new AtomicInteger();

	private volatile boolean losing;

	/** From now on everything is lost. */
	public HintBus loseAll() {
		this.losing = true;
		return this;
	}

	/** How often something was sent. */
	public int sent() {
		return this.sent.get();
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
