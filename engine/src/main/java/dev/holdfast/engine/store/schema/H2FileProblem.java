package dev.holdfast.engine.store.schema;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Why H2 does not open a database file. Such a file is never changed or created anew: it
 * holds somebody's work.
 */
public enum H2FileProblem {

	/** Another process has the file open. */
	IN_USE(90020, "Another process has this H2 database open.", """
			An H2 database serves one process: several nodes need PostgreSQL. \
			If there is to be one node, stop the other process; a database console may be what holds the file."""),

	/** The file was written by a version of H2 that uses another format. */
	OTHER_FORMAT(90048, "This H2 database was written by a version of H2 with another file format.", """
			Export it with the jar of the version that wrote it: \
			java -cp h2-<old>.jar org.h2.tools.Script -url <url> -user <user> -script backup.sql; \
			move the .mv.db file aside; import it with the jar of this version: \
			java -cp h2-<new>.jar org.h2.tools.RunScript -url <url> -user <user> -script backup.sql"""),

	/** The file cannot be read. */
	CORRUPT(90030, "This H2 database file is damaged.", """
			Restore it from a backup. Without one, copy the file and extract from the copy what can be read: \
			java -cp h2-<version>.jar org.h2.tools.Recover -dir <directory> -db <name>""");

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
		int depth = 0;
		for (Throwable cause = thrown; cause != null && depth < 50; cause = next(cause)) {
			if (cause instanceof SQLException ex) {
				Optional<H2FileProblem> found = Arrays.stream(values())
					.filter((problem) -> problem.errorCode == ex.getErrorCode()
							&& String.valueOf(problem.errorCode).equals(ex.getSQLState()))
					.findFirst();
				if (found.isPresent()) {
					return found;
				}
			}
			depth++;
		}
		return Optional.empty();
	}

	private static @Nullable Throwable next(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return (cause == null && thrown instanceof SQLException ex) ? ex.getNextException() : cause;
	}

	/** What is the matter, as a sentence. */
	public String description() {
		return this.description;
	}

	/** What to do, as a sentence. */
	public String remedy() {
		return this.remedy;
	}

}
