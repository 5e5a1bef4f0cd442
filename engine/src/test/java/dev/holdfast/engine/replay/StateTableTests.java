package dev.holdfast.engine.replay;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StateTableTests {

	private enum State {

		OFF, ON

	}

	private enum Cause {

		PRESS, BREAK

	}

	private final StateTable<State, Cause> table = new StateTable<>(State.class, Cause.class)
		.step(State.OFF, Cause.PRESS, State.ON)
		.step(State.ON, Cause.PRESS, State.OFF);

	@Test
	void knowsWhatFollows() {
		assertThat(this.table.next(State.OFF, Cause.PRESS)).isEqualTo(State.ON);
		assertThat(this.table.next(State.ON, Cause.PRESS)).isEqualTo(State.OFF);
		assertThat(this.table.allows(State.ON, Cause.PRESS)).isTrue();
	}

	@Test
	void refusesAStepThatItDoesNotHave() {
		assertThat(this.table.allows(State.ON, Cause.BREAK)).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.table.next(State.ON, Cause.BREAK))
			.withMessageContaining("ON")
			.withMessageContaining("BREAK");
	}

}
