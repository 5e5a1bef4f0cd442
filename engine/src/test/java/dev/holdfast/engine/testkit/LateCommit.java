package dev.holdfast.engine.testkit;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The line of a node breaks while it commits: it is told of a failure, and the commit
 * arrives later. It happens to the first transaction with a certain statement.
 */
public final class LateCommit {

	private final String text;

	private final AtomicBoolean taken = new AtomicBoolean();

	private final CountDownLatch lost = new CountDownLatch(1);

	private volatile Connection line;

	LateCommit(String text) {
		this.text = text;
	}

	/** Waits until the node has been told of the failure. */
	public void awaitLost() throws InterruptedException {
		if (!this.lost.await(EngineRig.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new AssertionError("Nobody committed: " + this.text);
		}
	}

	/** Commits what the node had sent. */
	public void arrive() throws SQLException {
		this.line.commit();
		this.line.setAutoCommit(true);
		this.line.close();
	}

	Connection around(Connection connection) {
		boolean[] chosen = new boolean[2];
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement") && ((String) arguments[0]).contains(this.text)
							&& this.taken.compareAndSet(false, true)) {
						chosen[0] = true;
					}
					if (chosen[1]) { // nothing gets through any more
						return null;
					}
					if (chosen[0] && method.getName().equals("commit")) {
						chosen[1] = true;
						this.line = connection;
						this.lost.countDown();
						throw new SQLException("the line is cut", "08006");
					}
					return SqlFaults.invoke(connection, method, arguments);
				});
	}

}
