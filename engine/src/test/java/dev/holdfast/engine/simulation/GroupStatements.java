package dev.holdfast.engine.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A statement that writes several steps, or a start, at once, told as the single ones
 * that it stands for: those of the rows that it says it has written.
 */
final class GroupStatements {

	private static final String STEPS = "with step as (";

	/** Begins those that say how they are to be planned. */
	private static final String PLANS = "select set_config('plan_cache_mode', ";

	private static final String BAR = "select run_id from holdfast_current_run where workflow_id = any(";

	private static final String BAR_ONE = "select run_id from holdfast_current_run where workflow_id = ?";

	/** One step, with plain values in place of arrays. */
	private static final String ALONE = "with locked as (";

	private static final String START = "with taken as (";

	private static final int EVENT_COLUMNS = 6;

	private static final int EVENT_COLUMNS_ALONE = 5;

	private static final int COLUMNS_OF_ADVANCE = 9;

	private static final int COLUMNS_OF_END = 12;

	private static final int COLUMNS_OF_START = 27;

	private final String sql;

	private final List<@Nullable Object> parameters;

	private final Set<Object> answered = new HashSet<>();

	GroupStatements(String sql, List<@Nullable Object> parameters) {
		this.sql = sql;
		this.parameters = List.copyOf(parameters.stream().map(GroupStatements::orEmpty).toList());
	}

	private static Object orEmpty(@Nullable Object parameter) {
		return (parameter != null) ? parameter : "";
	}

	static boolean isOne(String sql) {
		return sql.startsWith(STEPS) || sql.startsWith(PLANS) || sql.startsWith(START);
	}

	/** Listens to what the statement answers; of several answers the last counts. */
	ResultSet listen(ResultSet answer) {
		this.answered.clear();
		return (ResultSet) Proxy.newProxyInstance(ResultSet.class.getClassLoader(), new Class<?>[] { ResultSet.class },
				(proxy, method, arguments) -> {
					try {
						Object value = method.invoke(answer, arguments);
						if (method.getName().startsWith("get") && value != null) {
							this.answered.add(value);
						}
						return value;
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	/** What was written, one row after the other. */
	List<Written> written() throws SQLException {
		if (this.sql.startsWith(START)) {
			return this.answered.contains(1) ? events(this.parameters.get(1), COLUMNS_OF_START) : List.of();
		}
		if (this.sql.contains(ALONE)) {
			return alone();
		}
		List<Written> all = new ArrayList<>();
		int step = this.sql.contains(BAR) ? 1 : 0;
		Object[] runs = array(step);
		for (int i = 0; i < runs.length; i++) {
			if (this.answered.contains(runs[i])) {
				all.add(changed(runs[i], array(step + 1)[i], array(step + 2)[i]));
			}
		}
		int first = this.parameters.size() - EVENT_COLUMNS;
		Object[] numbers = array(first);
		for (int i = 0; i < numbers.length; i++) {
			Object run = runs[((Long) numbers[i]).intValue() - 1];
			if (this.answered.contains(run)) {
				all.add(event(run, array(first + 1)[i]));
			}
		}
		return all;
	}

	private List<Written> alone() {
		boolean ends = this.sql.contains(BAR_ONE);
		int run = ends ? 1 : 0;
		Object runId = Objects.requireNonNull(this.parameters.get(run));
		if (!this.answered.contains(runId)) {
			return List.of();
		}
		List<Written> all = new ArrayList<>();
		all.add(changed(runId, this.parameters.get(run + 1), this.parameters.get(run + 2)));
		all.addAll(events(runId, ends ? COLUMNS_OF_END : COLUMNS_OF_ADVANCE));
		return all;
	}

	/** Those whose values come after the others. */
	private List<Written> events(Object runId, int first) {
		List<Written> all = new ArrayList<>();
		for (int i = first; i < this.parameters.size(); i += EVENT_COLUMNS_ALONE) {
			all.add(event(runId, this.parameters.get(i)));
		}
		return all;
	}

	private static Written changed(Object runId, Object version, Object epoch) {
		return new Written("update holdfast_run set x where run_id = ? and version = ? and epoch = ?",
				List.of(runId, version, epoch), 1);
	}

	private Object[] array(int index) throws SQLException {
		return (Object[]) ((Array) this.parameters.get(index)).getArray();
	}

	private static Written event(Object runId, Object eventId) {
		return new Written("insert into holdfast_event (run_id, event_id) values (?, ?)",
				List.of((UUID) runId, eventId), 1);
	}

}
