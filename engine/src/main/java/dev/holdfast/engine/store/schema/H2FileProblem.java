package dev.holdfast.engine.store.schema;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Why H2 does not open a database file. The engine leaves such a file as it is. Not all
 * damage shows: H2 opens a file that was cut off as if it were new.
 */
public enum H2FileProblem {

	/** Another process has the file open. */
	IN_USE(90020, "Another process has the H2 database %s open.", """
			An H2 database serves one process: several nodes need PostgreSQL, MySQL or MariaDB. \
			If there is to be one node, stop the other process; a database console may be what holds the file."""),

	/** The file was written by a version of H2 that uses another format. */
	OTHER_FORMAT(90048, "The H2 database %s was written by a version of H2 with another file format.", """
			Export it with the jar of the version that wrote it: \
			java -cp h2-<old>.jar org.h2.tools.Script -url <url> -user <user> -script backup.sql; \
			move the .mv.db file aside; import it with the jar of this version: \
			java -cp h2-<new>.jar org.h2.tools.RunScript -url <url> -user <user> -script backup.sql"""),

	/** The file cannot be read. */
	CORRUPT(90030, "The H2 database %s is damaged.", """
			Restore it from a backup. Without one, copy the file and extract from the copy what can be read: \
			java -cp h2-<version>.jar org.h2.tools.Recover -dir <directory> -db <name>""");

	private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

	private static final int DEEPEST_CAUSE = 50;

	private final int errorCode;

	private final String description;

	private final String remedy;

	H2FileProblem(int errorCode, String description, String remedy) {
		this.errorCode = errorCode;
		this.description = description;
		this.remedy = remedy;
	}

	/**
	 * Looks for the problem in an exception and its causes, as a connection pool or an
	 * entity manager factory throws them.
	 */
	public static Optional<H2FileProblem> in(Throwable thrown) {
		SQLException found = find(thrown);
		return (found != null) ? of(found) : Optional.empty();
	}

	private static @Nullable SQLException find(Throwable thrown) {
		int depth = 0;
		for (Throwable cause = thrown; cause != null && depth < DEEPEST_CAUSE; cause = next(cause)) {
			if (cause instanceof SQLException ex && of(ex).isPresent()) {
				return ex;
			}
			depth++;
		}
		return null;
	}

	private static Optional<H2FileProblem> of(SQLException ex) {
		return Arrays.stream(values())
			.filter((problem) -> problem.errorCode == ex.getErrorCode()
					&& String.valueOf(problem.errorCode).equals(ex.getSQLState()))
			.findFirst();
	}

	private static @Nullable Throwable next(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return (cause == null && thrown instanceof SQLException ex) ? ex.getNextException() : cause;
	}

	/**
	 * What is the matter, as a sentence.
	 * @param thrown the exception in which the problem was found; H2 names the file in it
	 */
	public String description(Throwable thrown) {
		SQLException found = find(thrown);
		Matcher file = QUOTED.matcher((found != null) ? String.valueOf(found.getMessage()) : "");
		return this.description.formatted(file.find() ? file.group(1) : "file");
	}

	/** What to do, as a sentence. */
	public String remedy() {
		return this.remedy;
	}

}
