package dev.holdfast.engine.behaviour;

import dev.holdfast.engine.testkit.TableInvariants;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of the tables whenever nothing is at work. */
final class Invariants {

	private Invariants() {
	}

	static void check(JdbcTemplate jdbc) {
		assertThat(TableInvariants.violations(jdbc)).isEmpty();
	}

}
