package dev.holdfast.engine.search;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.workflow.InvalidSearchAttributeException;
import dev.holdfast.workflow.SearchAttributeKey;
import dev.holdfast.workflow.SearchAttributeType;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SearchAttributeValuesTests {

	private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");

	private final SearchAttributeSet set = new SearchAttributeSet();

	private void set(String name, Object value) {
		this.set.set(SearchAttributeUpdate.of(name, value));
	}

	static Stream<Arguments> typesOfValues() {
		return Stream.of(Arguments.of("x", SearchAttributeType.KEYWORD, "x"),
				Arguments.of("", SearchAttributeType.KEYWORD, ""),
				Arguments.of(List.of("x", "y", "x"), SearchAttributeType.KEYWORD_LIST, List.of("x", "y")),
				Arguments.of(Set.of("x"), SearchAttributeType.KEYWORD_LIST, List.of("x")),
				Arguments.of(5, SearchAttributeType.LONG, 5L),
				Arguments.of(Long.MIN_VALUE, SearchAttributeType.LONG, Long.MIN_VALUE),
				Arguments.of((short) 5, SearchAttributeType.LONG, 5L),
				Arguments.of(0.1f, SearchAttributeType.DOUBLE, 0.1),
				Arguments.of(-0.0, SearchAttributeType.DOUBLE, 0.0),
				Arguments.of(Double.MIN_VALUE, SearchAttributeType.DOUBLE, Double.MIN_VALUE),
				Arguments.of(1e300, SearchAttributeType.DOUBLE, 1e300),
				Arguments.of(true, SearchAttributeType.BOOLEAN, true),
				Arguments.of(TIME.plusNanos(789), SearchAttributeType.DATE_TIME, TIME),
				Arguments.of(OffsetDateTime.ofInstant(TIME, ZoneOffset.ofHours(5)), SearchAttributeType.DATE_TIME,
						TIME),
				Arguments.of(TIME.atZone(ZoneId.of("Europe/Berlin")), SearchAttributeType.DATE_TIME, TIME));
	}

	@ParameterizedTest
	@MethodSource("typesOfValues")
	void typesFollowFromValues(Object value, SearchAttributeType type, Object read) {
		set("a", value);
		Map<String, SearchAttributeValue> stored = this.set.stored();
		assertThat(stored).isNotNull();
		assertThat(stored.get("a").type()).isEqualTo(type);
		assertThat(new SearchAttributeSet(stored).toJava()).containsExactly(Map.entry("a", read));
	}

	@Test
	void aTextIsATextByItsKeyOnly() {
		this.set.set(SearchAttributeKey.text("a").valueSet("x".repeat(300)));
		assertThat(this.set.stored().get("a").type()).isEqualTo(SearchAttributeType.TEXT);
		assertThat(this.set.toJava().get("a")).isEqualTo("x".repeat(300));
	}

	@Test
	void nothingAndEmptyCollectionsRemoveAnAttribute() {
		set("a", "x");
		set("b", "x");
		set("a", null);
		set("b", List.of());
		assertThat(this.set.stored()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "1a", "a b", "a'b", "-a", "a=b", "a\n", "a\0", "Status", "workflowid",
			"ExecutionStatus", "AND", "starts_with", "null" })
	void namesAreLikeIdentifiersAndNotTaken(String name) {
		assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set(name, "x"))
			.satisfies((ex) -> assertThat(ex.name()).isEqualTo(name));
		assertThat(this.set.stored()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "_a", "CustomField", "order.total", "größe", "a-1", "ORDERS", "N" })
	void otherNamesAreFineAndCanBeAskedFor(String name) {
		set(name, "x");
		assertThat(((Condition.Compare) ExecutionQuery.parse(name + " = 'x'").condition()).field())
			.isEqualTo(new Field.Attribute(name));
	}

	@Test
	void unsupportedValuesAreRefusedWithThoseThatAreSupported() {
		for (Object value : List.of(new BigDecimal("1.5"), LocalDate.EPOCH, new byte[0], Map.of(), 'c', new Object())) {
			assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("a", value))
				.withMessageContainingAll("'a'", value.getClass().getName(), "String", "Collection", "Long", "Double",
						"Boolean", "Instant", "OffsetDateTime", "ZonedDateTime");
		}
		for (Object value : List.of(List.of(1), Arrays.asList("x", null), List.of(List.of("x")))) {
			assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("a", value))
				.withMessageContaining("a collection of Strings only");
		}
	}

	@Test
	void valuesThatNoDatabaseTakesAreRefused() {
		for (Object value : List.of("a\0b", "\uD83D", List.of("x", "\uDE80"), Double.NaN, Float.POSITIVE_INFINITY,
				Instant.MAX)) {
			assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("a", value));
		}
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> this.set.set(SearchAttributeKey.text("a").valueSet("\0")));
	}

	@Test
	void limitsAreKept() {
		set("n".repeat(255), "\uD83D\uDE80".repeat(255));
		assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("n".repeat(256), "x"))
			.withMessageContaining("at most 255 characters, but has 256");
		assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("a", "x".repeat(256)))
			.withMessageContainingAll("at most 255 characters, but this one has 256", "SearchAttributeKey.text");
		List<String> many = IntStream.rangeClosed(1, 101).mapToObj(Integer::toString).toList();
		assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("a", many))
			.withMessageContaining("at most 100 keywords, but this one has 101");
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> this.set.set(SearchAttributeKey.text("a").valueSet("ü".repeat(33_000))))
			.withMessageContaining("can have 65536 bytes");
	}

	@Test
	void aHundredAttributesAreEnough() {
		List<SearchAttributeUpdate> hundred = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			hundred.add(SearchAttributeUpdate.of("a" + i, i));
		}
		this.set.apply(this.set.check(hundred));
		set("a0", "again");
		assertThatExceptionOfType(InvalidSearchAttributeException.class).isThrownBy(() -> set("b", 1))
			.withMessageContaining("can have 100 search attributes");
		set("a1", null);
		set("b", 1);
		assertThat(this.set.toJava()).hasSize(100).containsEntry("b", 1L).containsEntry("a0", "again");
	}

	@Test
	void checksChangeNothing() {
		set("a", 1);
		this.set.check(List.of(SearchAttributeUpdate.of("a", 2)));
		assertThat(this.set.toJava()).containsExactly(Map.entry("a", 1L));
	}

	@Test
	void wordsAreInLowerCaseAndOnce() {
		assertThat(SearchAttributeValues.words("Late, the PARCEL (no. 7) is late: größer!")).containsExactly("late",
				"the", "parcel", "no", "7", "is", "größer");
		assertThat(SearchAttributeValues.words("…")).isEmpty();
	}

	@Test
	void keysReadValuesOfTheirTypeOnly() {
		Map<String, Object> values = Map.of("a", 5L);
		assertThat(SearchAttributeKey.longNumber("a").in(values)).contains(5L);
		assertThat(SearchAttributeKey.longNumber("b").in(values)).isEmpty();
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> SearchAttributeKey.keyword("a").in(values))
			.withMessageContaining("is read as KEYWORD, but its value is of java.lang.Long");
	}

}
