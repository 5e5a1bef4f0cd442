package dev.holdfast.engine.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets statements and commits of the engine's own threads fail at random, with SQL states
 * that a database may answer; commits, and statements that commit by themselves, before
 * they are made or after.
 */
public final class SqlFaults {

	private final Random random;

	private final int oneIn;

	private final String[] states;

	private final AtomicInteger injected = new AtomicInteger();

	private volatile boolean over;

	SqlFaults(long seed, int oneIn, String... states) {
		this.random = new Random(seed);
		this.oneIn = oneIn;
		this.states = states;
	}

	/** How many there were. */
	public int injected() {
		return this.injected.get();
	}

	/** Everything works from now on. */
	public void end() {
		this.over = true;
	}

	Connection around(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					boolean commit = method.getName().equals("commit");
					if (commit) {
						failNowAndThen();
					}
					Object result = invoke(connection, method, arguments);
					if (commit) {
						failNowAndThen();
					}
					if (result instanceof PreparedStatement prepared) {
						return around(prepared, PreparedStatement.class);
					}
					return (result instanceof Statement statement) ? around(statement, Statement.class) : result;
				});
	}

	private Object around(Statement statement, Class<?> type) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
			boolean executes = method.getName().startsWith("execute");
			if (executes) {
				failNowAndThen();
			}
			Object result = invoke(statement, method, arguments);
			if (executes && statement.getConnection().getAutoCommit()) {
				failNowAndThen();
			}
			return result;
		});
	}

	/** Calls what a proxy stands for, and throws what that throws. */
	static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private synchronized void failNowAndThen() throws SQLException {
		String thread = Thread.currentThread().getName();
		if (!this.over && thread.startsWith("holdfast-") && this.random.nextInt(this.oneIn) == 0) {
			this.injected.incrementAndGet();
			String state = this.states[this.random.nextInt(this.states.length)];
			throw new SQLException("injected", state);
		}
	}

}
