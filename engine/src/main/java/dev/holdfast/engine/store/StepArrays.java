package dev.holdfast.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Binds the columns of steps to a statement of PostgreSQL, one after the other, as
 * arrays. They have the types that the driver sends as they are, not as text, which the
 * server would have to read: it does so for ids, of which there is therefore one for each
 * step. What else belongs to a step has its number, from 1 on.
 */
final class StepArrays {

	private final PreparedStatement statement;

	private final Connection connection;

	private final List<RunCommit> steps;

	private int index;

	StepArrays(PreparedStatement statement, Connection connection, List<RunCommit> steps) {
		this.statement = statement;
		this.connection = connection;
		this.steps = steps;
	}

	/** The workflow ids of those that end their runs, which come before all else. */
	void bindWorkflowIdsOfEnds() throws SQLException {
		List<RunCommit> ends = this.steps.stream().filter(RunCommit::isClosing).toList();
		bind("varchar", ends, String[]::new, (commit) -> commit.workflowId);
	}

	/** What the runs of the steps must be like. */
	void bindVersions() throws SQLException {
		bind("uuid", this.steps, UUID[]::new, (commit) -> commit.runId);
		bind("int8", this.steps, Long[]::new, (commit) -> commit.version);
		bind("int8", this.steps, Long[]::new, (commit) -> commit.epoch);
	}

	/** What their runs are from then on. Who has a run keeps it, or gives it up. */
	void bindAdvance() throws SQLException {
		bind("int8", this.steps, Long[]::new, (commit) -> commit.nextEventId);
		bind("int8", this.steps, Long[]::new, (commit) -> commit.lastTask);
		bind("bool", this.steps, Boolean[]::new, (commit) -> commit.owner != null);
		bind("int8", this.steps, Long[]::new, (commit) -> commit.wakeAt);
		bind("int4", this.steps, Integer[]::new, (commit) -> commit.failedTasks);
		bind("bool", this.steps, Boolean[]::new, (commit) -> commit.stuck);
	}

	/** With nothing but the workflow id for those that do not end. */
	void bindEnds() throws SQLException {
		bind("varchar", this.steps, String[]::new, (commit) -> commit.workflowId);
		bind("varchar", this.steps, String[]::new, closing((closing) -> closing.status().name()));
		bind("int8", this.steps, Long[]::new, closing(RunCommit.Closing::closedAt));
		bind("int8", this.steps, Long[]::new, closing(RunCommit.Closing::historyLength));
		bind("varchar", this.steps, String[]::new, closing(RunCommit.Closing::lastFailure));
	}

	private static <C> Function<RunCommit, @Nullable C> closing(Function<RunCommit.Closing, @Nullable C> column) {
		return (commit) -> (commit.closing != null) ? column.apply(commit.closing) : null;
	}

	/** The messages that they take up. */
	void bindConsumed() throws SQLException {
		List<Numbered<String>> keys = numbered((commit) -> commit.consumed);
		bind("int8", keys, Long[]::new, Numbered::step);
		bind("varchar", keys, String[]::new, Numbered::value);
	}

	void bindEvents() throws SQLException {
		List<Numbered<StoredEvent>> events = numbered((commit) -> commit.events);
		bind("int8", events, Long[]::new, Numbered::step);
		bind("int8", events, Long[]::new, (event) -> event.value().eventId());
		bind("int8", events, Long[]::new, (event) -> event.value().task());
		bind("varchar", events, String[]::new, (event) -> event.value().eventType());
		bind("int8", events, Long[]::new, (event) -> event.value().recordedAt());
		bind("bytea", events, byte[][]::new, (event) -> event.value().payload());
	}

	private <T> List<Numbered<T>> numbered(Function<RunCommit, List<T>> what) {
		List<Numbered<T>> all = new ArrayList<>();
		for (int i = 0; i < this.steps.size(); i++) {
			for (T value : what.apply(this.steps.get(i))) {
				all.add(new Numbered<>(i + 1L, value));
			}
		}
		return all;
	}

	private <T, C> void bind(String type, List<T> rows, IntFunction<@Nullable C[]> array,
			Function<T, @Nullable C> column) throws SQLException {
		@Nullable C[] values = array.apply(rows.size());
		for (int i = 0; i < values.length; i++) {
			values[i] = column.apply(rows.get(i));
		}
		this.statement.setArray(++this.index, this.connection.createArrayOf(type, values));
	}

	/** What belongs to a step. */
	private record Numbered<T>(long step, T value) {
	}

}
