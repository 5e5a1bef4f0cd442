package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.simulation.Simulation.Report;
import dev.holdfast.engine.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clusters in trouble keep every promise, whatever a seed decides. System properties:
 * {@code holdfast.simulation.seeds}, how many seeds are tried;
 * {@code holdfast.simulation.first}, the first of them; {@code holdfast.simulation.seed},
 * a single one, whose history is printed; {@code holdfast.simulation.database},
 * {@code h2} or {@code postgresql}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 24, unit = TimeUnit.HOURS)
class SimulationTests {

	private final Application application = new Application(
			TestDatabase.valueOf(System.getProperty("holdfast.simulation.database", "h2").toUpperCase(Locale.ROOT)),
			List.of());

	@AfterAll
	void close() {
		this.application.close();
	}

	private Report simulate(long seed) {
		return new Simulation(this.application, seed, Mutation.NONE).run();
	}

	@Test
	@EnabledIfSystemProperty(named = "holdfast.simulation.seeds", matches = "\\d+")
	void everyInvariantHolds() {
		Long single = Long.getLong("holdfast.simulation.seed");
		long first = (single != null) ? single : Long.getLong("holdfast.simulation.first", 1);
		long count = (single != null) ? 1 : Long.getLong("holdfast.simulation.seeds", 25);
		List<String> failures = new ArrayList<>();
		long begin = System.nanoTime();
		int runs = 0;
		int faults = 0;
		for (long seed = first; seed < first + count && failures.size() < 5; seed++) {
			Report report = simulate(seed);
			runs += report.runs();
			faults += report.faults();
			if (!report.violations().isEmpty()) {
				failures.add(report.describe());
			}
			if (single != null) {
				System.out.println(report.history());
			}
		}
		System.out.printf("Simulated %d seeds from %d on: %d runs of workflows, %d faults of the database, %d s%n",
				count, first, runs, faults, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
		assertThat(failures).as("seeds that violate an invariant").isEmpty();
	}

	@Test
	@EnabledIfSystemProperty(named = "holdfast.simulation.repeat", matches = "true")
	void aSeedDoesTheSameAgain() {
		for (long seed = 1001; seed <= 1003; seed++) {
			Report once = simulate(seed);
			Report again = simulate(seed);
			assertThat(again.hash()).as(() -> "the history: " + firstDifference(once, again)).isEqualTo(once.hash());
		}
	}

	private static String firstDifference(Report once, Report again) {
		List<String> before = once.history().lines().toList();
		List<String> after = again.history().lines().toList();
		int same = 0;
		while (same < Math.min(before.size(), after.size()) && before.get(same).equals(after.get(same))) {
			same++;
		}
		return "after " + before.subList(Math.max(0, same - 3), same) + " came "
				+ before.subList(same, Math.min(before.size(), same + 3)) + " and then "
				+ after.subList(same, Math.min(after.size(), same + 3));
	}

	@Test
	void anotherSeedDoesSomethingElse() {
		assertThat(simulate(1001).hash()).isNotEqualTo(simulate(1002).hash());
	}

}
