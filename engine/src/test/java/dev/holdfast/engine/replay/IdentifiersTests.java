package dev.holdfast.engine.replay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdentifiersTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", "a\u0000", "\u0007a", "a\u009fb", " a", "a ", "\uD800", "a\uDC00b",
			"\uDC00\uD800" })
	void refusesWhatNoDatabaseOrPersonCanKeepApart(String bad) {
		assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.requireWorkflowId(bad));
		assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.requireTaskQueue(bad));
		assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.requireSignalName(bad));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a b", "order-😀", "漢字", "a/b:c#d", "'; drop table x; --" })
	void takesTheRest(String good) {
		assertThat(Identifiers.requireWorkflowId(good)).isEqualTo(good);
	}

	@Test
	void countsCharactersAndNotTheirHalves() {
		String longest = "😀".repeat(255);
		assertThat(Identifiers.requireWorkflowId(longest)).isEqualTo(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.requireWorkflowId(longest + "x"))
			.withMessageContaining("255")
			.withMessageContaining("256");
	}

	@Test
	void saysWhatIsWrongAndWhere() {
		assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.requireSignalName("ab\u0001"))
			.withMessageContaining("name of a signal")
			.withMessageContaining("U+0001 at position 2");
	}

}
