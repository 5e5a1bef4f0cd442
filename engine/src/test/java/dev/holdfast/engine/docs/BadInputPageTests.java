package dev.holdfast.engine.docs;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page about bad input says is proven names tests that exist. */
class BadInputPageTests {

	private final ProofTable table = new ProofTable("docs/bad-input.md");

	@Test
	void namesTestsThatExist() throws IOException {
		assertThat(this.table.missingTests()).as("tests that docs/bad-input.md names").isEmpty();
	}

	@Test
	void leavesNoInputOut() throws IOException {
		List<String> all = IntStream.rangeClosed(1, 63).mapToObj((number) -> "B" + number).toList();
		assertThat(this.table.rows(Pattern.compile("B\\d+"))).isEqualTo(all);
	}

}
