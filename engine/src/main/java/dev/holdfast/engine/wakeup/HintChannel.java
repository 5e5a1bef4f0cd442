package dev.holdfast.engine.wakeup;

import java.util.List;

/**
 * Carries hints to the other nodes of a database. They may be lost, come late, twice and
 * in any order: whoever gets none finds out by polling. Thread-safe.
 */
public interface HintChannel {

	/** The largest text that a channel takes, in ASCII characters. */
	int MAX_LENGTH = 7900;

	/** Carries nothing. */
	HintChannel NONE = new HintChannel() {

		@Override
		public void open(Receiver receiver) {
			// nobody ever says anything
		}

		@Override
		public boolean isOpen() {
			return false;
		}

		@Override
		public void send(List<String> hints) {
			// nobody listens
		}

		@Override
		public void close() {
			// was never open
		}

	};

	/** Begins to listen. It can be closed and opened again. */
	void open(Receiver receiver);

	/** Whether what is sent at present would arrive, as far as this node can tell. */
	boolean isOpen();

	/**
	 * Sends hints to all nodes, of which this one may be one. May block while the
	 * database does not answer.
	 * @throws RuntimeException if they could not be sent
	 */
	void send(List<String> hints);

	/** Listens no longer. */
	void close();

	/** Who is told what arrives; must not block. */
	interface Receiver {

		/** It listens, and may have missed what was sent before. */
		void opened();

		void received(String hint);

	}

}
