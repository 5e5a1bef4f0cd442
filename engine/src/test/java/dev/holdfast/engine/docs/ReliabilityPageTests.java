package dev.holdfast.engine.docs;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page about reliability says is proven names tests that exist. */
class ReliabilityPageTests {

	private final ProofTable table = new ProofTable("docs/reliability.md");

	@Test
	void namesTestsThatExist() throws IOException {
		assertThat(this.table.missingTests()).as("tests that docs/reliability.md names").isEmpty();
	}

	@Test
	void saysOfEachFailureWhatFollowsAndWhatProvesIt() throws IOException {
		assertThat(this.table.rows(Pattern.compile("F\\d\\d"))).as("all of them, in order")
			.isEqualTo(IntStream.rangeClosed(1, 64).mapToObj((number) -> "F%02d".formatted(number)).toList());
	}

}
