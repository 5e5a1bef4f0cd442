package dev.holdfast.engine.wakeup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.Rounds;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.UncategorizedSQLException;

/**
 * LISTEN and NOTIFY of PostgreSQL. It listens on a connection of its own; to send it
 * takes one of the pool for the time of one statement, which commits for itself: a
 * transaction with a NOTIFY commits alone in its server, so it must be a short one.
 */
public final class PostgresHintChannel implements HintChannel {

	private static final Logger logger = LoggerFactory.getLogger(PostgresHintChannel.class);

	/** The tables of another schema have nodes of their own. */
	private static final String NAME = "select left('holdfast_' || current_schema(), 63)";

	private static final String NOTIFY = "select pg_notify(?, hint) from unnest(?) hint";

	private static final int QUIET_MILLIS = 10_000;

	private static final int PROBE_MILLIS = 5_000;

	private static final int VALID_SECONDS = 5;

	private static final long FIRST_PAUSE_MICROS = TimeUnit.MILLISECONDS.toMicros(500);

	private static final long LONGEST_PAUSE_MICROS = TimeUnit.SECONDS.toMicros(30);

	private static final long DEAF_PAUSE_MICROS = TimeUnit.MINUTES.toMicros(10);

	private static final long PATIENCE_MICROS = TimeUnit.SECONDS.toMicros(5);

	private final DataSource sending;

	private final DataSource listening;

	private final EngineThreads threads;

	private final EngineThreads.WakeUp wakeUp;

	private final String probe;

	private final Rounds rounds;

	private volatile @Nullable String name;

	private volatile @Nullable Connection connection;

	private volatile boolean running;

	private volatile boolean open;

	private boolean complained;

	private EngineThreads.@Nullable Loop loop;

	/**
	 * Creates it.
	 * @param sending the pool of the application
	 * @param listening gives a connection that is kept for as long as the engine works
	 */
	public PostgresHintChannel(DataSource sending, DataSource listening, EngineThreads threads, EngineIds ids) {
		this.sending = sending;
		this.listening = listening;
		this.threads = threads;
		this.wakeUp = threads.wakeUp();
		this.probe = "0 " + ids.next();
		this.rounds = new Rounds("listen to other nodes",
				new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, threads));
	}

	@Override
	public synchronized void open(Receiver receiver) {
		this.running = true;
		this.loop = this.threads.loop("holdfast-listen-", () -> listen(receiver));
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public void send(List<String> hints) {
		String channel = this.name;
		if (channel == null) {
			return;
		}
		try (Connection connection = this.sending.getConnection()) {
			send(connection, channel, hints);
		}
		catch (SQLException ex) {
			throw new UncategorizedSQLException("Sending hints to other nodes", NOTIFY, ex);
		}
	}

	private static void send(Connection connection, String channel, List<String> hints) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
			statement.setString(1, channel);
			statement.setArray(2, connection.createArrayOf("text", hints.toArray()));
			statement.execute();
		}
		if (!connection.getAutoCommit()) {
			connection.commit();
		}
	}

	@Override
	public synchronized void close() {
		EngineThreads.Loop current = this.loop;
		if (current == null) {
			return;
		}
		this.running = false;
		this.open = false;
		this.wakeUp.call();
		try {
			Connection listener = this.connection;
			if (listener != null) {
				listener.abort(Runnable::run); // wakes the thread that reads from it
			}
			current.join(PATIENCE_MICROS);
		}
		catch (SQLException ex) {
			logger.debug("The connection that listens could not be closed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.loop = null;
	}

	private void listen(Receiver receiver) {
		while (this.running) {
			long retry = this.rounds.tryOnce(() -> listenWhileItWorks(receiver));
			this.open = false;
			if (this.running) {
				this.wakeUp.await((retry > 0) ? retry : DEAF_PAUSE_MICROS);
			}
		}
	}

	/** Ends when nothing is heard at all, or when it is closed. */
	private void listenWhileItWorks(Receiver receiver) {
		try {
			listenOnce(receiver);
		}
		catch (SQLException | RuntimeException ex) {
			if (this.running) {
				throw (ex instanceof RuntimeException unchecked) ? unchecked
						: new UncategorizedSQLException("Listening to other nodes", null, (SQLException) ex);
			}
			logger.debug("The connection that listens was closed", ex);
		}
	}

	private void complainOfDeafness(String channel) {
		if (!this.complained && this.running) {
			logger.info("What is notified on {} does not arrive, as through a pooler in transaction mode; this node"
					+ " finds out by polling what others tell it", channel);
			this.complained = true;
		}
	}

	private void listenOnce(Receiver receiver) throws SQLException {
		String channel = channelName();
		try (Connection listener = this.listening.getConnection()) {
			this.connection = listener;
			listener.setAutoCommit(true);
			try (Statement statement = listener.createStatement()) {
				statement.execute("listen \"" + channel.replace("\"", "\"\"") + "\"");
			}
			PGConnection notifications = listener.unwrap(PGConnection.class);
			this.name = channel;
			send(List.of(this.probe));
			if (!hearsItself(notifications, receiver)) {
				complainOfDeafness(channel);
				return;
			}
			logger.debug("Listens on {}", channel);
			this.complained = false;
			this.rounds.works();
			this.open = true;
			receiver.opened();
			while (this.running) {
				if (!receive(notifications, QUIET_MILLIS, receiver) && !listener.isValid(VALID_SECONDS)) {
					throw new SQLException("The connection that listens is gone");
				}
			}
		}
		finally {
			this.connection = null;
		}
	}

	private String channelName() throws SQLException {
		try (Connection connection = this.sending.getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(NAME)) {
			row.next();
			return String.valueOf(row.getString(1));
		}
	}

	private boolean hearsItself(PGConnection notifications, Receiver receiver) throws SQLException {
		long end = this.threads.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROBE_MILLIS);
		boolean[] heard = new boolean[1];
		Receiver probing = new Receiver() {

			@Override
			public void opened() {
				// said when it hears itself
			}

			@Override
			public void received(String hint) {
				heard[0] |= hint.equals(PostgresHintChannel.this.probe);
				receiver.received(hint);
			}

		};
		while (this.running && !heard[0]) {
			int left = (int) TimeUnit.NANOSECONDS.toMillis(end - this.threads.nanoTime());
			if (left <= 0) {
				return false;
			}
			receive(notifications, left, probing);
		}
		return true;
	}

	/** Answers whether anything was received. */
	private static boolean receive(PGConnection notifications, int millis, Receiver receiver) throws SQLException {
		PGNotification[] received = notifications.getNotifications(millis);
		if (received == null || received.length == 0) {
			return false;
		}
		for (PGNotification notification : received) {
			receiver.received(notification.getParameter());
		}
		return true;
	}

}
