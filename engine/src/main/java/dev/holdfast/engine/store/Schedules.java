package dev.holdfast.engine.store;

import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.schedule.UnreadableScheduleException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * The rows of schedules. They have no owner: whoever changes one locks it and writes only
 * if its version is still the one that was read.
 */
public final class Schedules {

	private static final String INSERT = """
			insert into holdfast_schedule (schedule_id, version, workflow_type, next_at, waits_for, paused, definition,
			start_payload, state, notes, created_at, updated_at)
			values (:id, :version, :type, :next, :waits, :paused, :definition, :start, :state, :notes, :created, :updated)
			""";

	private static final String UPDATE = """
			update holdfast_schedule
			set version = :version + 1, workflow_type = :type, next_at = :next, waits_for = :waits, paused = :paused,
			definition = :definition, start_payload = :start, state = :state, problem = null, updated_at = :updated
			where schedule_id = :id and version = :version
			""";

	private static final String LOCK = """
			select schedule_id, version, workflow_type, next_at, waits_for, paused, definition, start_payload, state,
			created_at, updated_at
			from holdfast_schedule where schedule_id = :id
			for update
			""";

	/** What is due or will be, and what waited for an execution that is no more. */
	private static final String UPCOMING = """
			(select schedule_id, next_at from holdfast_schedule where next_at is not null
			order by next_at limit :limit)
			union all
			(select s.schedule_id, 0 from holdfast_schedule s where s.waits_for is not null
			and not exists (select 1 from holdfast_current_run c where c.workflow_id = s.waits_for)
			limit :limit)
			""";

	private static final String POSTPONE = """
			update holdfast_schedule
			set version = version + 1, next_at = :next, waits_for = null, problem = :problem
			where schedule_id = :id
			""";

	private static final RowMapper<StoredSchedule> ROW = (row, number) -> new StoredSchedule(row.getString(1),
			row.getLong(2), row.getString(3), row.getObject(4, Long.class), row.getString(5), row.getBoolean(6),
			row.getBytes(7), row.getBytes(8), row.getBytes(9), row.getLong(10), row.getLong(11));

	private static final String DEFINITION = "definition";

	private static final String START = "start";

	private static final String STATE = "state";

	private static final String NOTES = "notes";

	private static final int LONGEST_PROBLEM = 4000;

	private final EngineTransactions transactions;

	private final NamedParameterJdbcTemplate jdbc;

	private final Dialect dialect;

	private final ScheduleRepository schedules;

	private final CommitSeam seam;

	private final Runnable durably;

	private final EventCodec codec;

	Schedules(EngineTransactions transactions, NamedParameterJdbcTemplate jdbc, Dialect dialect,
			ScheduleRepository schedules, CommitSeam seam, Runnable durably, EventCodec codec) {
		this.transactions = transactions;
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.schedules = schedules;
		this.seam = seam;
		this.durably = durably;
		this.codec = codec;
	}

	/**
	 * A schedule that has something to do.
	 *
	 * @param at when, in microseconds; 0 for at once
	 */
	public record Upcoming(String scheduleId, long at) {
	}

	/**
	 * Does what the engine itself has to do, in a transaction of its own that waits for
	 * nobody for long: a transaction of the application may have an id that a schedule is
	 * to start, and other schedules come after it.
	 */
	public <T extends @Nullable Object> T own(Supplier<T> work) {
		return this.seam.commit(() -> this.transactions.own((session) -> {
			EngineTransactions.afterCommit(this.durably);
			return this.dialect.impatiently(this.jdbc.getJdbcTemplate(), work);
		}));
	}

	/** Does what an application wants, in its transaction if it has one. */
	public <T extends @Nullable Object> T join(Supplier<T> work, Runnable afterCommit) {
		return this.transactions.join((session) -> {
			EngineTransactions.afterCommit(() -> {
				this.durably.run();
				afterCommit.run();
			});
			return work.get();
		});
	}

	/**
	 * Writes a new schedule; answers whether its id was free.
	 * @param notes what people wrote about it, if anything
	 */
	public boolean insert(StoredSchedule schedule, byte @Nullable [] notes) {
		return this.dialect.insertOnce(INSERT, (sql) -> this.jdbc.update(sql,
				parameters(schedule).addValue(NOTES, encodedNotes(schedule.scheduleId(), notes))));
	}

	/** Writes what people wrote about a schedule that is locked. */
	public void writeNotes(String scheduleId, byte @Nullable [] notes) {
		this.jdbc.update("update holdfast_schedule set notes = :notes where schedule_id = :id",
				new MapSqlParameterSource("id", scheduleId).addValue(NOTES, encodedNotes(scheduleId, notes)));
	}

	private SqlParameterValue encodedNotes(String scheduleId, byte @Nullable [] notes) {
		return new SqlParameterValue(Types.LONGVARBINARY,
				(notes != null) ? this.codec.encodeSchedule(scheduleId, NOTES, notes) : null);
	}

	/**
	 * What people wrote about a schedule, if anything. Who acts for it needs none of it.
	 * @throws UnreadableScheduleException if it cannot be decoded
	 */
	public byte @Nullable [] notes(String scheduleId) {
		return decodedNotes(scheduleId, this.transactions.read(() -> this.schedules.findNotes(scheduleId)));
	}

	/**
	 * What people wrote about a schedule, of a row in a list.
	 * @throws UnreadableScheduleException if it cannot be decoded
	 */
	public byte @Nullable [] notes(ScheduleOverview schedule) {
		return decodedNotes(schedule.scheduleId(), schedule.notes());
	}

	private byte @Nullable [] decodedNotes(String scheduleId, byte @Nullable [] stored) {
		return (stored != null) ? decoded(scheduleId, NOTES, stored) : null;
	}

	/** Writes a schedule whose version is still the given one; answers whether it was. */
	public boolean update(StoredSchedule schedule) {
		return this.jdbc.update(UPDATE, parameters(schedule)) == 1;
	}

	private MapSqlParameterSource parameters(StoredSchedule schedule) {
		return new MapSqlParameterSource("id", schedule.scheduleId()).addValue("version", schedule.version())
			.addValue("type", schedule.workflowType())
			.addValue("next", schedule.nextAt())
			.addValue("waits", schedule.waitsFor())
			.addValue("paused", schedule.paused())
			.addValue("definition", encoded(schedule, DEFINITION, schedule.definition()))
			.addValue("start", encoded(schedule, START, schedule.startPayload()))
			.addValue("state", encoded(schedule, STATE, schedule.state()))
			.addValue("created", schedule.createdAt())
			.addValue("updated", schedule.updatedAt());
	}

	private byte[] encoded(StoredSchedule schedule, String part, byte[] plain) {
		return this.codec.encodeSchedule(schedule.scheduleId(), part, plain);
	}

	private @Nullable StoredSchedule decoded(@Nullable StoredSchedule row) {
		return (row != null) ? new StoredSchedule(row.scheduleId(), row.version(), row.workflowType(), row.nextAt(),
				row.waitsFor(), row.paused(), decoded(row.scheduleId(), DEFINITION, row.definition()),
				decoded(row.scheduleId(), START, row.startPayload()), decoded(row.scheduleId(), STATE, row.state()),
				row.createdAt(), row.updatedAt()) : null;
	}

	private byte[] decoded(String scheduleId, String part, byte[] stored) {
		try {
			return this.codec.decodeSchedule(scheduleId, part, stored);
		}
		catch (UnreadableHistoryException ex) {
			throw new UnreadableScheduleException(scheduleId, String.valueOf(ex.getMessage()), ex);
		}
	}

	/** Removes a schedule; answers whether it was there. */
	public boolean delete(String scheduleId) {
		return this.jdbc.update("delete from holdfast_schedule where schedule_id = :id", Map.of("id", scheduleId)) == 1;
	}

	/**
	 * Lets a schedule that could not act rest for a time.
	 * @param problem why it could not
	 */
	public void postpone(String scheduleId, long until, String problem) {
		String brief = problem.substring(0, Math.min(problem.length(), LONGEST_PROBLEM)).replace('\0', ' ');
		this.transactions.own((session) -> this.jdbc.update(POSTPONE,
				new MapSqlParameterSource("id", scheduleId).addValue("next", until).addValue("problem", brief)));
	}

	/** Whether there is a schedule with this id, readable or not. */
	public boolean exists(String scheduleId) {
		return this.transactions.read(() -> this.schedules.count(scheduleId)) > 0;
	}

	/**
	 * Reads a schedule and keeps others from changing it until the transaction ends.
	 * @throws UnreadableScheduleException if it cannot be decoded
	 */
	public @Nullable StoredSchedule lock(String scheduleId) {
		return first(LOCK, scheduleId);
	}

	/** Does the same, or answers {@code null} if another transaction has it. */
	public @Nullable StoredSchedule lockIfFree(String scheduleId) {
		return first(LOCK + " skip locked", scheduleId);
	}

	private @Nullable StoredSchedule first(String sql, String scheduleId) {
		List<StoredSchedule> found = this.jdbc.query(sql, Map.of("id", scheduleId), ROW);
		return found.isEmpty() ? null : decoded(found.get(0));
	}

	public @Nullable StoredSchedule find(String scheduleId) {
		return decoded(this.transactions.read(() -> this.schedules.find(scheduleId)));
	}

	public List<ScheduleOverview> all() {
		return this.transactions.read(this.schedules::findAll);
	}

	/** Schedules that could not act the last time. */
	public List<ScheduleOverview> withProblems(int limit) {
		return this.transactions.read(() -> this.schedules.findWithProblems(Limit.of(limit)));
	}

	/** Schedules that were written when the clock was later than a time. */
	public List<String> writtenAfter(long time) {
		return this.transactions.read(() -> this.schedules.findWrittenAfter(time));
	}

	/** What there is to do, now and later, the earliest first. */
	public List<Upcoming> upcoming(int limit) {
		return this.transactions.read(() -> this.jdbc.query(UPCOMING, Map.of("limit", limit),
				(row, number) -> new Upcoming(row.getString(1), row.getLong(2))));
	}

	/** The runs that are open at present, by workflow id. */
	public Map<String, UUID> openRuns(Collection<String> workflowIds) {
		Map<String, UUID> open = new HashMap<>();
		if (!workflowIds.isEmpty()) {
			this.transactions.read(() -> {
				this.jdbc.query("select workflow_id, run_id from holdfast_current_run where workflow_id in (:ids)",
						Map.of("ids", workflowIds), (row) -> {
							open.put(row.getString(1), row.getObject(2, UUID.class));
						});
				return open;
			});
		}
		return open;
	}

}
