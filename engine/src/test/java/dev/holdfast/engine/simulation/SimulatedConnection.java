package dev.holdfast.engine.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A connection of a simulated process. Its thread can be interrupted before each
 * statement, and before and after each commit; the process can die there, and anything
 * can fail.
 */
final class SimulatedConnection implements InvocationHandler {

	private static final long LOCK_PATIENCE_MICROS = 1_000_000;

	private final World world;

	private final Process process;

	private final Connection real;

	private final List<Written> written = new ArrayList<>();

	private final List<GroupStatements> groups = new ArrayList<>();

	private boolean broken;

	private boolean closed;

	SimulatedConnection(World world, Process process, Connection real) {
		this.world = world;
		this.process = process;
		this.real = real;
	}

	Connection proxy() {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, this);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		switch (method.getName()) {
			case "toString" -> {
				return "connection of " + this.process.name();
			}
			case "hashCode" -> {
				return System.identityHashCode(proxy);
			}
			case "equals" -> {
				return arguments != null && proxy == arguments[0];
			}
			case "isClosed" -> {
				return this.closed || this.broken;
			}
			case "close" -> {
				close();
				return null;
			}
			case "rollback" -> {
				if (this.broken || this.closed) {
					return null;
				}
			}
			default -> requireAlive();
		}
		switch (method.getName()) {
			case "commit" -> {
				commit();
				return null;
			}
			case "rollback" -> {
				this.written.clear();
				this.groups.clear();
				return call(this.real, method, arguments);
			}
			default -> {
				Object result = call(this.real, method, rewritten(method, arguments));
				return (result instanceof Statement statement) ? statement(statement, arguments) : result;
			}
		}
	}

	private void requireAlive() throws SQLException {
		if (this.broken || this.closed || this.process.isDead()) {
			throw new SQLException("the connection is broken", "08003");
		}
	}

	private @Nullable Object @Nullable [] rewritten(Method method, @Nullable Object @Nullable [] arguments) {
		if (method.getName().equals("prepareStatement") && arguments != null
				&& arguments[0] instanceof String original) {
			@Nullable Object[] changed = arguments.clone();
			changed[0] = this.world.mutation().rewrite(original);
			return changed;
		}
		return arguments;
	}

	private void commit() throws SQLException {
		this.world.scheduler().pause();
		requireAlive();
		switch (this.world.faults().ofCommit()) {
			case MADE -> reallyCommit();
			case FAILED -> {
				this.world.scheduler().trace("fails to commit");
				breakDown();
				throw new SQLException("the commit failed", "08006");
			}
			case MADE_BUT_REPORTED_FAILED -> {
				reallyCommit();
				this.world.scheduler().trace("is told that the commit failed");
				breakDown();
				throw new SQLException("nobody knows what became of the commit", "08007");
			}
		}
		this.world.scheduler().pause();
	}

	private void reallyCommit() throws SQLException {
		this.real.commit();
		List<Written> done = new ArrayList<>(this.written);
		for (GroupStatements group : this.groups) {
			done.addAll(group.written());
		}
		this.written.clear();
		this.groups.clear();
		if (!done.isEmpty()) {
			this.world.scheduler().trace("commits " + done.size());
			this.world.recorder().committed(this.process, done);
		}
	}

	/** The connection has gone, and with it its transaction. */
	private void breakDown() throws SQLException {
		if (!this.broken) {
			this.broken = true;
			if (!this.real.getAutoCommit()) {
				this.real.rollback();
			}
		}
	}

	/** The process has died. */
	void abort() {
		try {
			breakDown();
			giveBack();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void close() throws SQLException {
		if (!this.closed && !this.process.isDead()) {
			if (!this.broken && !this.real.getAutoCommit()) {
				this.real.rollback();
			}
			giveBack();
		}
	}

	private void giveBack() throws SQLException {
		if (!this.closed) {
			this.closed = true;
			this.process.connections.remove(this);
			this.world.database().giveBack(this.real);
		}
	}

	private Object statement(Statement statement, @Nullable Object @Nullable [] arguments) {
		String sql = (arguments != null && arguments.length > 0 && arguments[0] instanceof String text)
				? text.strip().replaceAll("\\s+", " ") : "";
		Class<?> type = (statement instanceof PreparedStatement) ? PreparedStatement.class : Statement.class;
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new StatementHandler(statement, sql));
	}

	private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/** A statement, prepared or not. */
	private final class StatementHandler implements InvocationHandler {

		private final Statement statement;

		private final String sql;

		private final List<@Nullable Object> parameters = new ArrayList<>();

		private final List<List<@Nullable Object>> batch = new ArrayList<>();

		private @Nullable GroupStatements group;

		StatementHandler(Statement statement, String sql) {
			this.statement = statement;
			this.sql = sql;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
				throws Throwable {
			String name = method.getName();
			if (name.startsWith("execute")) {
				return execute(method, arguments);
			}
			if (name.equals("close") && SimulatedConnection.this.process.isDead()) {
				return null;
			}
			if (name.startsWith("set") && arguments != null && arguments.length > 1
					&& arguments[0] instanceof Integer index) {
				arguments[1] = set(name, index, arguments[1]);
			}
			else if (name.equals("addBatch")) {
				this.batch.add(new ArrayList<>(this.parameters));
			}
			Object result = call(this.statement, method, arguments);
			return (result instanceof ResultSet answer && this.group != null) ? this.group.listen(answer) : result;
		}

		private @Nullable Object set(String name, int index, @Nullable Object value) {
			while (this.parameters.size() < index) {
				this.parameters.add(null);
			}
			Object changed = name.equals("setNull") ? value
					: SimulatedConnection.this.world.mutation().parameter(this.sql, index, value, this.parameters);
			this.parameters.set(index - 1, name.equals("setNull") ? null : changed);
			return changed;
		}

		private @Nullable Object execute(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
			Scheduler scheduler = SimulatedConnection.this.world.scheduler();
			requireAlive();
			scheduler.pause();
			requireAlive();
			SQLException fault = SimulatedConnection.this.world.faults().ofStatement();
			if (fault != null) {
				scheduler.trace("fails with " + fault.getSQLState() + ": " + describe());
				breakDown();
				throw fault;
			}
			Object result = commits() ? committing(method, arguments) : waitingForLocks(method, arguments);
			if (GroupStatements.isOne(this.sql)) {
				this.group = new GroupStatements(this.sql, this.parameters);
				SimulatedConnection.this.groups.add(this.group);
				if (result instanceof ResultSet answer) {
					result = this.group.listen(answer);
				}
			}
			note(method, result);
			Mutation mutation = SimulatedConnection.this.world.mutation();
			if (result instanceof int[] counts) {
				return Arrays.stream(counts).map((count) -> mutation.count(this.sql, count)).toArray();
			}
			return (result instanceof Integer count) ? (Object) mutation.count(this.sql, count) : result;
		}

		/** Whether it is a transaction by itself, which can fail as any other. */
		private boolean commits() throws SQLException {
			return SimulatedConnection.this.real.getAutoCommit()
					&& (!this.sql.startsWith("select") || GroupStatements.isOne(this.sql));
		}

		private @Nullable Object committing(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
			Faults.Commit fate = SimulatedConnection.this.world.faults().ofCommit();
			Object result = (fate != Faults.Commit.FAILED) ? waitingForLocks(method, arguments) : null;
			if (fate != Faults.Commit.MADE) {
				SimulatedConnection.this.world.scheduler().trace("is told that a statement failed");
				breakDown();
				throw new SQLException("nobody knows what became of the statement", "08007");
			}
			return result;
		}

		private @Nullable Object waitingForLocks(Method method, @Nullable Object @Nullable [] arguments)
				throws Throwable {
			Scheduler scheduler = SimulatedConnection.this.world.scheduler();
			long patience = scheduler.now() + LOCK_PATIENCE_MICROS;
			long wait = 500;
			while (true) {
				Savepoint savepoint = SimulatedConnection.this.world.database()
					.savepoint(SimulatedConnection.this.real);
				try {
					Object result = call(this.statement, method, arguments);
					if (savepoint != null) {
						SimulatedConnection.this.real.releaseSavepoint(savepoint);
					}
					return result;
				}
				catch (SQLException ex) {
					scheduler.trace("gets " + ex.getSQLState() + " for " + describe());
					boolean locked = SimulatedConnection.this.world.database().isLockTimeout(ex);
					if (!locked || !this.batch.isEmpty() || scheduler.now() > patience) {
						throw ex;
					}
					if (savepoint != null) {
						SimulatedConnection.this.real.rollback(savepoint);
					}
				}
				scheduler.block(wait);
				wait = Math.min(wait * 2, 100_000);
				requireAlive();
			}
		}

		private void note(Method method, @Nullable Object result) {
			if (!this.sql.startsWith("select") && !this.sql.startsWith("(select")) {
				SimulatedConnection.this.world.scheduler().trace(describe() + " " + counts(result));
			}
			if (result instanceof Integer count) {
				SimulatedConnection.this.written.add(new Written(this.sql, new ArrayList<>(this.parameters), count));
			}
			else if (result instanceof int[] counts) {
				for (int i = 0; i < counts.length && i < this.batch.size(); i++) {
					SimulatedConnection.this.written.add(new Written(this.sql, this.batch.get(i), Math.abs(counts[i])));
				}
				this.batch.clear();
			}
		}

		private static String counts(@Nullable Object result) {
			return (result instanceof int[] counts) ? Arrays.toString(counts)
					: (result instanceof Integer count) ? count.toString() : "";
		}

		private String describe() {
			StringBuilder text = new StringBuilder(this.sql.substring(0, Math.min(60, this.sql.length())));
			for (Object parameter : this.parameters) {
				if (parameter instanceof Number || parameter instanceof Boolean
						|| (parameter instanceof String string && string.indexOf(';') < 0)
						|| parameter instanceof UUID) {
					text.append(' ').append(parameter);
				}
			}
			return text.toString();
		}

	}

}
