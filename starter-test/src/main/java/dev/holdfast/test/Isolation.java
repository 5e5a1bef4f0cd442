package dev.holdfast.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sees to it that nothing of a test is left when the next begins: the engine ends, its
 * tables are emptied, and it begins anew at the time at which every test begins. It is
 * what happens when an application ends and another one begins, and takes some
 * milliseconds.
 */
final class Isolation {

	private static final Logger logger = LoggerFactory.getLogger(Isolation.class);

	/** In which order does not matter: they do not refer to each other. */
	private static final List<String> TABLES = List.of("holdfast_execution", "holdfast_run", "holdfast_current_run",
			"holdfast_event", "holdfast_inbox", "holdfast_request", "holdfast_activity_task", "holdfast_task_queue",
			"holdfast_schedule", "holdfast_search_attribute");

	private final TestRig rig;

	private final JdbcTemplate jdbc;

	private final @Nullable EmbeddedTables others;

	private boolean worked;

	private Isolation(TestRig rig, JdbcTemplate jdbc, @Nullable EmbeddedTables others) {
		this.rig = rig;
		this.jdbc = jdbc;
		this.others = others;
	}

	/**
	 * Begins to isolate tests, before the first of them.
	 * @throws IllegalStateException if the database is not the test's own
	 */
	static Isolation begin(TestRig rig, DataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		requireOwn(rig, jdbc);
		return new Isolation(rig, jdbc, EmbeddedTables.remember(jdbc));
	}

	/** What other nodes and other days have left must not be deleted. */
	private static void requireOwn(TestRig rig, JdbcTemplate jdbc) {
		Long foreign = jdbc.queryForObject("select count(*) from holdfast_execution where started_at < ?", Long.class,
				Micros.of(rig.createdAt()));
		Long nodes = jdbc.queryForObject("select count(*) from holdfast_node where boot_id <> ?", Long.class,
				rig.engine().bootId());
		if ((foreign != null && foreign > 0) || (nodes != null && nodes > 0)) {
			throw new IllegalStateException("The database of the test has " + foreign + " executions of before, and "
					+ nodes + " other nodes work on it. A test that skips time empties the tables of Holdfast, so it"
					+ " needs a database of its own: an embedded one (@AutoConfigureTestDatabase), or a new one.");
		}
	}

	/** The test has ended: nothing is done for it any more. */
	void stop() {
		HoldfastEngine engine = this.rig.engine();
		if (engine.state() == HoldfastEngine.State.STOPPED) {
			return;
		}
		this.worked = true;
		engine.stop(Duration.ZERO);
		this.rig.skipper().finish();
		List<String> left = this.rig.tally().described();
		if (!left.isEmpty()) {
			logger.warn("The test has ended while {} went on; what they do still does not count, but threads are held",
					left);
		}
		this.rig.tally().forgetAll();
	}

	/** Ends the engine and leaves nothing behind. */
	void empty() {
		stop();
		TABLES.forEach((table) -> this.jdbc.execute("delete from " + table));
		if (this.others != null) {
			this.others.restore();
		}
	}

	/** Forgets what the test has done, and begins anew. */
	void reset() {
		empty();
		this.rig.beginAnew();
		if (this.worked) {
			this.worked = false;
			this.rig.engine().start();
		}
	}

}
