package dev.holdfast.engine.simulation;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The guards of the engine, each with a way to take it away. */
enum Guard implements Mutation {

	/** A write names the version of the run that it was made for. */
	VERSION_CHECK("the version in the compare-and-set", 3) {
		@Override
		public String rewrite(String sql) {
			return sql.replaceAll("\\band version = \\?", "and (version = ? or 1 = 1)");
		}
	},

	/** A write names the epoch in which the node owns the run. */
	EPOCH_CHECK("the epoch in the compare-and-set and in the commit of transactional activities", 107) {
		@Override
		public String rewrite(String sql) {
			return sql.replaceAll("\\band epoch = \\?", "and (epoch = ? or 1 = 1)");
		}
	},

	/** Both of them. */
	FENCING("version and epoch in the compare-and-set", 3) {
		@Override
		public String rewrite(String sql) {
			return EPOCH_CHECK.rewrite(VERSION_CHECK.rewrite(sql));
		}
	},

	/** A write that hit no row is not made. */
	NO_ROW("that a write which hits no row is lost", 1) {
		@Override
		public int count(String sql, int count) {
			return sql.startsWith("update holdfast_run set version = version + 1, next_event_id")
					|| sql.startsWith("delete from holdfast_run where") ? Math.max(1, count) : count;
		}
	},

	/** The last guard of histories; it is reached only where those before it are gone. */
	EVENT_KEY("the primary key of events, and the version in the compare-and-set", 4) {
		@Override
		public String keyless() {
			return "holdfast_event";
		}

		@Override
		boolean isMissedBy(Violation violation) {
			return violation.invariant().equals("I-1");
		}

		@Override
		public String rewrite(String sql) {
			return VERSION_CHECK.rewrite(sql);
		}
	},

	/** A workflow id has one open run. */
	CURRENT_RUN_KEY("the primary key of workflow ids in use", 6) {
		@Override
		public String keyless() {
			return "holdfast_current_run";
		}
	},

	/** A message is in an inbox once. */
	INBOX_KEY("the primary key of the inbox", 21) {
		@Override
		public String keyless() {
			return "holdfast_inbox";
		}
	},

	/** A request id counts once. */
	REQUEST_KEY("the primary key of requests", 1) {
		@Override
		public String keyless() {
			return "holdfast_request";
		}
	},

	/** A run does not close while somebody sends it a message. */
	INBOX_GATE("the gate between senders and a closing run", 22) {
		@Override
		public boolean isGateOpen() {
			return true;
		}
	},

	/** An attempt counts from when it begins. */
	ATTEMPT_COUNT("that an attempt is counted when it begins", 2) {
		@Override
		public @Nullable Object parameter(String sql, int index, @Nullable Object value,
				List<@Nullable Object> before) {
			return (sql.startsWith("insert into holdfast_activity_task") && isColumn(sql, "attempt", index)
					&& value instanceof Integer attempt) ? (Object) Math.max(0, attempt - 1) : value;
		}
	},

	/** All nodes have one clock. */
	DATABASE_CLOCK("that nodes go by the clock of the database", 1) {
		@Override
		public boolean usesNodeClock() {
			return true;
		}
	};

	private final String what;

	private final long seed;

	Guard(String what, long seed) {
		this.what = what;
		this.seed = seed;
	}

	/** Whether something is wrong because it is gone. */
	boolean isMissedBy(Violation violation) {
		return true;
	}

	/** The first seed that is known to miss it. */
	long seed() {
		return this.seed;
	}

	/** What is taken away. */
	String what() {
		return this.what;
	}

	private static boolean isColumn(String sql, String column, int index) {
		String[] columns = sql.substring(sql.indexOf('(') + 1, sql.indexOf(')')).toLowerCase(Locale.ROOT).split(",");
		return index <= columns.length && columns[index - 1].strip().equals(column);
	}

}
