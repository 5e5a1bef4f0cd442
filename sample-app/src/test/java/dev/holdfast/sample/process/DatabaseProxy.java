package dev.holdfast.sample.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The line between an order desk and its database. It can be cut in the middle of a
 * commit, and it can go dead for a while.
 */
final class DatabaseProxy implements AutoCloseable {

	/** When a line is cut that carries a commit. */
	enum Cut {

		/** The server never hears of it. */
		BEFORE,
		/** Nobody can say whether the server has heard of it. */
		DURING,
		/** The server has committed, and the client does not learn it. */
		AFTER

	}

	private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final int server;

	private final Supplier<CommitSpotter> spotters;

	private final Set<Line> lines = ConcurrentHashMap.newKeySet();

	private final AtomicInteger cutsWanted = new AtomicInteger();

	private final Semaphore cutsMade = new Semaphore(0);

	private volatile Cut cut = Cut.AFTER;

	private boolean dead;

	/**
	 * Opens it.
	 * @param server the port of the server
	 */
	DatabaseProxy(int server, Supplier<CommitSpotter> spotters) throws IOException {
		this.server = server;
		this.spotters = spotters;
		daemon(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Cuts the lines of the next commits.
	 * @return how many were cut before patience ran out
	 */
	int cutCommits(Cut cut, int count, long patienceMillis) throws InterruptedException {
		this.cut = cut;
		this.cutsMade.drainPermits();
		this.cutsWanted.set(count);
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
		int made = 0;
		while (made < count && this.cutsMade.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
			made++;
		}
		this.cutsWanted.set(0);
		return made;
	}

	/** From now on nothing comes through, and nobody is told. */
	synchronized void die() {
		this.dead = true;
	}

	/**
	 * All goes on.
	 * @param cut whether everybody learns that their lines were cut, or what was said
	 * arrives late
	 */
	synchronized void revive(boolean cut) {
		this.dead = false;
		notifyAll();
		if (cut) {
			this.lines.forEach(Line::close);
		}
	}

	private synchronized void awaitAlive() throws InterruptedException {
		while (this.dead) {
			wait();
		}
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				daemon(() -> connect(client));
			}
			catch (IOException ex) {
				// Closed, or a client that has gone.
			}
		}
	}

	private void connect(Socket client) {
		try {
			awaitAlive();
			Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), this.server));
			this.lines.add(line);
			daemon(line::listen);
			line.speak();
		}
		catch (IOException | InterruptedException ex) {
			close(client);
		}
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "database-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			// A reset, as from a line that is cut.
			socket.setSoLinger(true, 0);
			socket.close();
		}
		catch (IOException ex) {
			// It is gone already.
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		this.lines.forEach(Line::close);
	}

	/** One connection. */
	private final class Line {

		private final Socket client;

		private final Socket server;

		private volatile boolean cutAtAnswer;

		Line(Socket client, Socket server) throws IOException {
			this.client = client;
			this.server = server;
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
		}

		/** From the client to the server. */
		void speak() {
			CommitSpotter spotter = DatabaseProxy.this.spotters.get();
			pump(this.client, this.server, (bytes, length) -> {
				if (!spotter.hears(bytes, length)
						|| DatabaseProxy.this.cutsWanted.getAndUpdate((wanted) -> Math.max(0, wanted - 1)) == 0) {
					return true;
				}
				if (DatabaseProxy.this.cut == Cut.AFTER) {
					this.cutAtAnswer = true;
					return true;
				}
				if (DatabaseProxy.this.cut == Cut.DURING) {
					this.server.getOutputStream().write(bytes, 0, length);
				}
				DatabaseProxy.this.cutsMade.release();
				return false;
			});
		}

		/** From the server to the client. */
		void listen() {
			pump(this.server, this.client, (bytes, length) -> {
				if (this.cutAtAnswer) {
					DatabaseProxy.this.cutsMade.release();
					return false;
				}
				return true;
			});
		}

		private void pump(Socket from, Socket to, Guard guard) {
			try {
				InputStream input = from.getInputStream();
				OutputStream output = to.getOutputStream();
				byte[] bytes = new byte[16384];
				for (int length = input.read(bytes); length >= 0; length = input.read(bytes)) {
					awaitAlive();
					if (!guard.lets(bytes, length)) {
						break;
					}
					output.write(bytes, 0, length);
				}
			}
			catch (IOException | InterruptedException ex) {
				// One side has gone, and now the other learns it.
			}
			close();
		}

		void close() {
			DatabaseProxy.close(this.client);
			DatabaseProxy.close(this.server);
			DatabaseProxy.this.lines.remove(this);
		}

	}

	/** Decides whether something may pass. */
	private interface Guard {

		boolean lets(byte[] bytes, int length) throws IOException;

	}

}
