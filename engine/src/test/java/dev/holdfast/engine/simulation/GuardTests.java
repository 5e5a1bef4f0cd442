package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.simulation.Simulation.Report;
import dev.holdfast.engine.testkit.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation turns red without each of the engine's guards; otherwise it would prove
 * nothing. System properties: {@code holdfast.simulation.guard}, one guard;
 * {@code holdfast.simulation.guard.seeds}, how many seeds are tried at most.
 */
@EnabledIfSystemProperty(named = "holdfast.simulation.guards", matches = "true")
@Timeout(value = 6, unit = TimeUnit.HOURS)
class GuardTests {

	@Test
	void isMissedWhereverItIsTakenAway() {
		int most = Integer.getInteger("holdfast.simulation.guard.seeds", 60);
		String only = System.getProperty("holdfast.simulation.guard");
		List<String> table = new ArrayList<>();
		List<Guard> unnoticed = new ArrayList<>();
		for (Guard guard : Guard.values()) {
			if (only != null && !guard.name().equals(only)) {
				continue;
			}
			try (Application application = new Application(TestDatabase.H2, guard.schema())) {
				Report red = firstRed(application, guard, most);
				if (red == null) {
					unnoticed.add(guard);
				}
				String row = (red != null) ? "| " + guard.what() + " | " + red.violated() + " | " + red.seed() + " | "
						: "| " + guard.what() + " | none | of " + most + " | ";
				table.add(row);
				System.out.println(row + ((red != null) ? red.violations().get(0).brief() : ""));
			}
		}
		System.out.println("| Taken away | Violated | By seed |\n| --- | --- | --- |\n" + String.join("\n", table));
		assertThat(unnoticed).as("guards that nobody misses").isEmpty();
	}

	private static @Nullable Report firstRed(Application application, Guard guard, int most) {
		for (long seed = 1; seed <= most; seed++) {
			Report report = new Simulation(application, seed, guard).run();
			if (!report.violations().isEmpty()) {
				return report;
			}
		}
		return null;
	}

}
