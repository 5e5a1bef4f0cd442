package dev.holdfast.engine.simulation;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.simulation.Simulation.Report;
import dev.holdfast.engine.testkit.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation turns red without each of the engine's guards; otherwise it would prove
 * nothing. System properties: {@code holdfast.simulation.guards}, how many seeds are
 * tried, from the first one on, to make the table of docs/reliability.md anew;
 * {@code holdfast.simulation.guard}, for one guard only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 6, unit = TimeUnit.HOURS)
@Isolated("threads take turns, which takes long where others want the processors")
class GuardTests {

	/**
	 * A change of the engine changes what seeds do, so that the next ones are tried, too.
	 */
	private static final int TRIES = 30;

	private final Application application = new Application(
			TestDatabase.valueOf(System.getProperty("holdfast.simulation.database", "h2").toUpperCase(Locale.ROOT)));

	@AfterAll
	void close() {
		this.application.close();
	}

	@ParameterizedTest
	@EnumSource
	void isMissedWhereItIsTakenAway(Guard guard) throws SQLException {
		assertThat(firstRed(guard, guard.seed(), TRIES)).as("what violates an invariant without " + guard.what())
			.isNotNull();
	}

	@Test
	@EnabledIfSystemProperty(named = "holdfast.simulation.guards", matches = "\\d+")
	void makesTheTable() throws SQLException {
		int most = Integer.getInteger("holdfast.simulation.guards", TRIES);
		String only = System.getProperty("holdfast.simulation.guard");
		List<Guard> unnoticed = new ArrayList<>();
		for (Guard guard : Guard.values()) {
			if (only == null || guard.name().equals(only)) {
				Report red = firstRed(guard, 1, most);
				if (red == null) {
					unnoticed.add(guard);
				}
				System.out.println("| " + guard.what() + " | "
						+ ((red != null) ? red.violated() + " | " + red.seed() + " | " + red.violations().get(0).brief()
								: "none | | |"));
			}
		}
		assertThat(unnoticed).as("guards that nobody misses").isEmpty();
	}

	private static String describe(Guard guard, Report red) {
		Violation violation = red.violations().stream().filter(guard::isMissedBy).findFirst().orElseThrow();
		return violation.invariant() + ": " + violation.brief() + " | " + red.seed() + " |";
	}

	private @Nullable Report firstRed(Guard guard, long first, int most) throws SQLException {
		String keyless = guard.keyless();
		if (keyless == null) {
			return search(guard, first, most);
		}
		List<String> columns = this.application.database().dropKey(keyless);
		try {
			return search(guard, first, most);
		}
		finally {
			this.application.database().addKey(keyless, columns);
		}
	}

	private @Nullable Report search(Guard guard, long first, int most) {
		for (long seed = first; seed < first + most; seed++) {
			Report report = new Simulation(this.application, seed, guard).run();
			if (report.violations().stream().anyMatch(guard::isMissedBy)) {
				return report;
			}
		}
		return null;
	}

}
