package dev.holdfast.engine.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What a failure of the database means for whoever wanted something of it, told from SQL
 * states and error codes. It says nothing about whether a commit was made: after any
 * failure of a commit that has to be asked.
 */
public enum DatabaseFailure {

	/** Another transaction was in the way. The same may be tried again at once. */
	CONFLICT,
	/**
	 * The database cannot be reached, is about to stop, takes no writes or has no room.
	 * It concerns everybody, and the same may be tried again until it works.
	 */
	OUTAGE,
	/** A key is there already. To try again is of no use. */
	DUPLICATE,
	/** The data are such as it does not take. To try again is of no use. */
	REJECTED,
	/** Anything else, be it of the database or not. */
	UNKNOWN;

	/** Errors of MariaDB and MySQL whose states say nothing or the wrong thing. */
	private static final Set<Integer> MYSQL_CONFLICTS = Set.of(1020, 1205, 1213, 1317, 1637, 1969, 3024, 3572);

	private static final Set<Integer> MYSQL_OUTAGES = Set.of(1021, 1040, 1053, 1114, 1129, 1203, 1226, 1290, 1792, 1836,
			1927, 2002, 2003, 2006, 2013, 4031);

	private static final Set<Integer> MYSQL_REJECTIONS = Set.of(1048, 1118, 1153, 1264, 1292, 1364, 1366, 1406, 3140);

	private static final int MYSQL_DUPLICATE = 1062;

	/** Errors of H2, which are its states as well. */
	private static final Set<Integer> H2_CONFLICTS = Set.of(90131);

	private static final Set<Integer> H2_OUTAGES = Set.of(90007, 90020, 90028, 90030, 90031, 90067, 90097, 90098, 90108,
			90121);

	/** What a failure means, told from it and its causes. */
	public static DatabaseFailure of(Throwable failure) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		DatabaseFailure found = search(failure, seen);
		if (found != null) {
			return found;
		}
		return seen.stream().map(DatabaseFailure::ofType).filter(Objects::nonNull).findFirst().orElse(UNKNOWN);
	}

	private static @Nullable DatabaseFailure search(@Nullable Throwable failure, Set<Throwable> seen) {
		if (failure == null || !seen.add(failure)) {
			return null;
		}
		DatabaseFailure found = search(failure.getCause(), seen);
		if (found == null && failure instanceof SQLException sql) {
			found = ofSql(sql);
			found = (found != null) ? found : search(sql.getNextException(), seen);
		}
		return found;
	}

	private static @Nullable DatabaseFailure ofSql(SQLException failure) {
		int code = failure.getErrorCode();
		if (MYSQL_DUPLICATE == code) {
			return DUPLICATE;
		}
		if (MYSQL_REJECTIONS.contains(code)) {
			return REJECTED;
		}
		if (MYSQL_CONFLICTS.contains(code) || H2_CONFLICTS.contains(code)) {
			return CONFLICT;
		}
		if (MYSQL_OUTAGES.contains(code) || H2_OUTAGES.contains(code)) {
			return OUTAGE;
		}
		String state = failure.getSQLState();
		DatabaseFailure found = (state != null && state.length() == 5) ? ofState(state) : null;
		if (found == null && (failure instanceof SQLTransientConnectionException
				|| failure instanceof SQLNonTransientConnectionException || failure instanceof SQLRecoverableException
				|| (state == null && code == 0))) {
			return OUTAGE; // pools say so when they have no connection
		}
		return found;
	}

	private static @Nullable DatabaseFailure ofState(String state) {
		return switch (state) {
			case "23505" -> DUPLICATE;
			case "55P03", "55006", "57014", "HYT00" -> CONFLICT; // what takes too long
																	// waits for others,
																	// mostly
			case "25006" -> OUTAGE;
			default -> switch (state.substring(0, 2)) {
				case "40" -> CONFLICT;
				case "08", "53", "57", "58", "70", "F0" -> OUTAGE;
				case "21", "22", "23", "44", "54" -> REJECTED;
				// Rights or tables are missing: whoever took them can give them back.
				case "28", "3D", "3F", "42" -> OUTAGE;
				default -> null;
			};
		};
	}

	private static @Nullable DatabaseFailure ofType(Throwable failure) {
		if (failure instanceof ConcurrencyFailureException) {
			return CONFLICT;
		}
		if (failure instanceof DataIntegrityViolationException) {
			return REJECTED;
		}
		boolean unreachable = failure instanceof CannotCreateTransactionException
				|| failure instanceof DataAccessResourceFailureException || failure instanceof QueryTimeoutException;
		return unreachable ? OUTAGE : null;
	}

}
