package dev.holdfast.engine.replay;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What was drawn once must be drawn again by every later version of the engine. */
class DeterministicValuesTests {

	private static final UUID RUN = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

	@Test
	void areTheSameForARunForEver() {
		DeterministicValues values = new DeterministicValues(RUN);
		assertThat(values.nextUuid()).hasToString("f4144b0d-bdff-45c1-a3be-73e0b16c4ce8");
		assertThat(values.nextUuid()).hasToString("aefeae3a-04c1-4cde-8b20-523cc403c6ba");
		assertThat(values.random().nextInt()).isEqualTo(1436485747);
		assertThat(values.random().nextLong()).isEqualTo(-1071106680951365037L);
	}

	@Test
	void differBetweenRuns() {
		DeterministicValues one = new DeterministicValues(RUN);
		DeterministicValues other = new DeterministicValues(new UUID(1, 2));
		assertThat(one.nextUuid()).isNotEqualTo(other.nextUuid());
		assertThat(one.random().nextLong()).isNotEqualTo(other.random().nextLong());
	}

	@Test
	void areRandomUuidsOfVersion4() {
		UUID uuid = new DeterministicValues(RUN).nextUuid();
		assertThat(uuid.version()).isEqualTo(4);
		assertThat(uuid.variant()).isEqualTo(2);
	}

	@Test
	void numbersDoNotDependOnUuids() {
		DeterministicValues one = new DeterministicValues(RUN);
		DeterministicValues other = new DeterministicValues(RUN);
		other.nextUuid();
		assertThat(one.random().nextLong()).isEqualTo(other.random().nextLong());
	}

}
