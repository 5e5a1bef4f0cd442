package dev.holdfast.engine.search;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.holdfast.client.InvalidQueryException;
import dev.holdfast.engine.search.Condition.Compare;
import dev.holdfast.engine.search.Condition.Operator;
import dev.holdfast.engine.search.Field.Attribute;
import dev.holdfast.engine.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class QueryParserTests {

	private static Condition parse(String query) {
		return ExecutionQuery.parse(query).condition();
	}

	private static Object value(String query) {
		return ((Compare) parse(query)).value();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  \n\t", })
	void anEmptyQueryFindsAll(String query) {
		assertThat(ExecutionQuery.parse(query)).isEqualTo(new ExecutionQuery(new Condition.All()));
	}

	@Test
	void andBindsCloserThanOr() {
		Condition a = parse("a = 1");
		Condition b = parse("b = 2");
		Condition c = parse("c = 3");
		assertThat(parse("a = 1 OR b = 2 AND c = 3"))
			.isEqualTo(new Condition.Or(List.of(a, new Condition.And(List.of(b, c)))));
		assertThat(parse("(a = 1 or b = 2) and not c = 3"))
			.isEqualTo(new Condition.And(List.of(new Condition.Or(List.of(a, b)), new Condition.Not(c))));
	}

	@Test
	void wordsAndFieldsMayBeWrittenInCapitalsOrNot() {
		assertThat(parse("workflowid is not null")).isEqualTo(new Condition.Present(BuiltInField.WORKFLOW_ID, false));
		assertThat(parse("EXECUTIONSTATUS Not In ('Running', 'timed-out')"))
			.isEqualTo(new Condition.In(BuiltInField.STATUS, true, List.of("RUNNING", "TIMED_OUT")));
		assertThat(((Compare) parse("color = 'x'")).field()).isEqualTo(new Attribute("color"));
		assertThat(((Compare) parse("Color = 'x'")).field()).isEqualTo(new Attribute("Color"));
	}

	@Test
	void stringsHaveEitherQuoteDoubledInsideOfThem() {
		assertThat(value("a = 'it''s \"so\"'")).isEqualTo("it's \"so\"");
		assertThat(value("a = \"it's \"\"so\"\"\"")).isEqualTo("it's \"so\"");
		assertThat(value("a = ''")).isEqualTo("");
		assertThat(value("a = 'ü \uD83D\uDE80 \\ % _ ; --'")).isEqualTo("ü \uD83D\uDE80 \\ % _ ; --");
	}

	@Test
	void numbersAreExact() {
		assertThat(value("a = 9223372036854775807")).isEqualTo(new BigDecimal("9223372036854775807"));
		assertThat(value("a = -0.10e2")).isEqualTo(new BigDecimal("-0.10e2"));
		assertThat(value("a = true")).isEqualTo(true);
	}

	@Test
	void fieldsDecideOnTheTypesOfTheirValues() {
		assertThat(value("StartTime > '2026-01-31T13:00:00+01:00'"))
			.isEqualTo(Micros.of(Instant.parse("2026-01-31T12:00:00Z")));
		assertThat(value("CloseTime > '2026-01-31'")).isEqualTo(Micros.of(Instant.parse("2026-01-31T00:00:00Z")));
		assertThat(value("ExecutionDuration >= '90s'")).isEqualTo(Micros.of(Duration.ofSeconds(90)));
		assertThat(value("ExecutionDuration >= 'PT1H30M'")).isEqualTo(Micros.of(Duration.ofMinutes(90)));
		assertThat(value("HistoryLength >= 1e3")).isEqualTo(1000L);
		UUID id = UUID.randomUUID();
		assertThat(value("RunId = '" + id + "'")).isEqualTo(id);
	}

	@Test
	void operatorsAndOrderAreUnderstood() {
		assertThat(parse("a <> 1")).isEqualTo(new Compare(new Attribute("a"), Operator.NOT_EQUAL, BigDecimal.ONE));
		assertThat(parse("a<=1")).isEqualTo(new Compare(new Attribute("a"), Operator.LESS_OR_EQUAL, BigDecimal.ONE));
		assertThat(parse("`a` NOT BETWEEN 1 AND 2 AND b STARTS_WITH 'x'")).isEqualTo(new Condition.And(
				List.of(new Condition.Between(new Attribute("a"), true, BigDecimal.ONE, BigDecimal.valueOf(2)),
						new Condition.StartsWith(new Attribute("b"), false, "x"))));
		assertThat(ExecutionQuery.parse("ORDER BY CloseTime asc"))
			.isEqualTo(new ExecutionQuery(new Condition.All(), BuiltInField.CLOSE_TIME, false));
		assertThat(ExecutionQuery.parse("a = 1 ORDER BY StartTime").descending()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^', value = { "Status | 6 | Expected =, !=, <, <=, >, >=, [NOT] IN",
			"Status = | 8 | Expected a value", "= 'x' | 0 | Expected a field: WorkflowId, RunId, WorkflowType",
			"AND | 0 | Expected a field", "Status = RUNNING | 9 | Expected a value",
			"Status = 'ASLEEP' | 9 | There is no status 'ASLEEP'; there are RUNNING, STUCK, COMPLETED",
			"Status > 'RUNNING' | 7 | Status is not greater or less than anything",
			"Status STARTS_WITH 'R' | 7 | Status is no string", "Status = 1 | 9 | Status is compared with a string",
			"WorkflowId = 5 | 13 | WorkflowId is compared with a string in quotes, such as 'order-1'",
			"WorkflowId = order-1 | 13 | Expected a value", "WorkflowId LIKE 'x%' | 11 | There is no LIKE",
			"StartTime > 'yesterday' | 12 | StartTime is a time with its zone, such as",
			"StartTime > '2026-01-31T12:00:00' | 12 | StartTime is a time with its zone",
			"StartTime > '2026-02-30' | 12 | StartTime is a time with its zone",
			"StartTime > '+999999999-01-31T12:00:00Z' | 12 | StartTime is a time with its zone",
			"StartTime > 2026-01-31 | 12 | Strings, times and durations need quotes",
			"StartTime > 5 | 12 | StartTime is compared with a string",
			"ExecutionDuration > 'long' | 20 | ExecutionDuration is a duration, such as",
			"ExecutionDuration > 'PT9223372036854775807S' | 20 | ExecutionDuration is a duration",
			"HistoryLength > 1.5 | 16 | HistoryLength is a whole number",
			"HistoryLength > '5' | 16 | HistoryLength is a whole number", "RunId = 'x' | 8 | RunId is a UUID",
			"RunId = '1-1-1-1-1' | 8 | RunId is a UUID", "a = 'x | 4 | The quote that begins here is not closed",
			"a = 1e999999999 | 4 | Expected a value", "a = 1e99999999999999 | 4 | Expected a value",
			"a = 1x | 4 | This begins like a number but is none", "a == 1 | 2 | Equality is written with one '='",
			"a = 1; DROP TABLE x | 5 | There is no place for ';'", "a = 1 -- x | 6 | There is no place for '-'",
			"a = 1 b = 2 | 6 | Expected AND, OR, ORDER BY or the end",
			"(a = 1 | 6 | Expected AND, OR or ')', but found the end", "a = 1) | 5 | Expected AND, OR, ORDER BY",
			"a IN () | 6 | Expected a value", "a IN (1 2) | 8 | Expected ',' or ')'", "a IN 1 | 5 | Expected '('",
			"a IN (1, NULL) | 9 | Nothing equals NULL", "a = NULL | 4 | Nothing equals NULL",
			"a IS 1 | 5 | Expected NULL", "a NOT = 1 | 6 | Expected IN, BETWEEN or STARTS_WITH",
			"a > true | 4 | True and false are not greater", "a BETWEEN 1 OR 2 | 12 | Expected AND",
			"a BETWEEN 1 AND 'x' | 16 | Both ends of a range must be strings, or both numbers",
			"a BETWEEN true AND false | 10 | True and false", "a STARTS_WITH 5 | 14 | Expected a string in quotes",
			"NOT | 3 | Expected a field", "a = 1 ORDER BY WorkflowId | 15 | Expected StartTime or CloseTime",
			"a = 1 ORDER StartTime | 12 | Expected BY", "a = 1 GROUP BY Status | 6 | countBy",
			"# | 0 | There is no place for '#'" })
	void problemsAreShownWhereTheyAre(String query, int position, String message) {
		InvalidQueryException problem = catchThrowableOfType(InvalidQueryException.class, () -> parse(query));
		assertThat(problem).as(query).isNotNull().hasMessageContaining(message);
		assertThat(problem.position()).as(query).isEqualTo(position);
		assertThat(problem.query()).isEqualTo(query);
		assertThat(problem.getMessage()).endsWith("\n  " + query + "\n  " + " ".repeat(position) + "^");
	}

	@Test
	void charactersThatNoDatabaseTakesAreRefused() {
		for (String invalid : List.of("\0", "\uD83D", "\uDE80x")) {
			assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> parse("a = '" + invalid + "'"))
				.withMessageContaining("No value has U+");
			assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> parse("a = 1 " + invalid))
				.withMessageContaining("There is no place for '?'");
		}
	}

	@Test
	void hugeQueriesAreRefusedAndDeepOnesDoNotOverflow() {
		assertThatExceptionOfType(InvalidQueryException.class)
			.isThrownBy(() -> parse("a = '" + "x".repeat(10_000) + "'"))
			.withMessageContaining("at most 10000 characters");
		for (String opening : List.of("(", "NOT ")) {
			assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> parse(opening.repeat(2000)))
				.withMessageContaining("deeper than 50 levels");
		}
		assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> parse("a = 1" + " OR a = 1".repeat(20)))
			.withMessageContaining("can have 20 comparisons");
		assertThat(parse("(".repeat(49) + "a = 1" + ")".repeat(49))).isEqualTo(parse("a = 1"));
	}

	@Test
	void theMessageShowsThePartOfALongQueryThatIsMeant() {
		String query = "a = 1 AND ".repeat(10) + "b ! 2";
		InvalidQueryException problem = catchThrowableOfType(InvalidQueryException.class, () -> parse(query));
		assertThat(problem.position()).isEqualTo(102);
		assertThat(problem.getMessage()).hasSizeLessThan(250).contains("AND b ! 2\n");
	}

}
