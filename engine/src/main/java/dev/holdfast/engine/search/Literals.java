package dev.holdfast.engine.search;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.time.Micros;
import org.jspecify.annotations.Nullable;

/** Values in queries. */
public final class Literals {

	/** Numbers longer than any double are nobody's. */
	private static final int MAX_DIGITS = 400;

	private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

	private Literals() {
	}

	/** The value that a part of a query is, or {@code null} if it is none. */
	static @Nullable Object value(Token token) {
		if (token.is(Keyword.TRUE) || token.is(Keyword.FALSE)) {
			return token.is(Keyword.TRUE);
		}
		return switch (token.type()) {
			case STRING -> token.text();
			case NUMBER -> number(token.text());
			default -> null;
		};
	}

	private static @Nullable BigDecimal number(String text) {
		try {
			BigDecimal number = new BigDecimal(text);
			return (Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS) ? number : null;
		}
		catch (NumberFormatException ex) { // an exponent beyond all bounds
			return null;
		}
	}

	/**
	 * A value as the field has it.
	 * @throws IllegalArgumentException if the field cannot have it
	 */
	static Object convert(BuiltInField field, Object value) {
		return switch (field.kind()) {
			case STRING -> string(field, value, "'order-1'");
			case STATUS -> status(string(field, value, "'RUNNING'"));
			case RUN_ID -> runId(field, string(field, value, "the id of a run"));
			case TIME -> time(field, string(field, value, "'2026-01-31T12:00:00Z'"));
			case DURATION -> duration(field, string(field, value, "'5m' or 'PT5M'"));
			case NUMBER -> wholeNumber(field, value);
		};
	}

	private static String string(BuiltInField field, Object value, String example) {
		if (value instanceof String text) {
			return text;
		}
		throw new IllegalArgumentException(
				field.fieldName() + " is compared with a string in quotes, such as " + example + ".");
	}

	/** The name of a state, however it is capitalised and its words are joined. */
	private static String status(String text) {
		String plain = plain(text);
		return Arrays.stream(WorkflowStatus.values())
			.map(Enum::name)
			.filter((name) -> plain(name).equals(plain))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no status '" + text + "'; there are "
					+ Arrays.stream(WorkflowStatus.values()).map(Enum::name).collect(Collectors.joining(", ")) + "."));
	}

	private static String plain(String text) {
		return text.toUpperCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
	}

	private static UUID runId(BuiltInField field, String text) {
		try {
			UUID id = UUID.fromString(text);
			if (id.toString().equalsIgnoreCase(text)) {
				return id;
			}
		}
		catch (IllegalArgumentException ex) {
			// said below
		}
		throw new IllegalArgumentException(
				field.fieldName() + " is a UUID, such as 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'.");
	}

	private static Long time(BuiltInField field, String text) {
		Long micros = micros(text);
		if (micros == null) {
			throw new IllegalArgumentException(field.fieldName()
					+ " is a time with its zone, such as '2026-01-31T12:00:00Z' or '2026-01-31T13:00:00+01:00',"
					+ " or a day in UTC, such as '2026-01-31'.");
		}
		return micros;
	}

	/**
	 * The time that a string is, in microseconds, or {@code null} if it is none: a time
	 * with its zone, or the beginning of a day in UTC.
	 */
	public static @Nullable Long micros(String text) {
		if (text.length() < 10 || !Character.isDigit(text.charAt(text.length() - 1)) && !text.contains("T")) {
			return null;
		}
		try {
			Instant instant = text.contains("T") ? ZonedDateTime.parse(text).toInstant()
					: LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
			return Micros.of(instant);
		}
		catch (DateTimeException | ArithmeticException ex) {
			return null;
		}
	}

	private static Long duration(BuiltInField field, String text) {
		try {
			Matcher simple = SHORT_DURATION.matcher(text);
			if (simple.matches()) {
				long number = Long.parseLong(simple.group(1));
				Duration duration = switch (simple.group(2)) {
					case "ms" -> Duration.ofMillis(number);
					case "s" -> Duration.ofSeconds(number);
					case "m" -> Duration.ofMinutes(number);
					case "h" -> Duration.ofHours(number);
					default -> Duration.ofDays(number);
				};
				return Math.multiplyExact(duration.toMillis(), 1000L);
			}
			Duration duration = Duration.parse(text);
			return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new IllegalArgumentException(
					field.fieldName() + " is a duration, such as '500ms', '30s', '5m', '2h', '1d' or 'PT1H30M'.", ex);
		}
	}

	private static Long wholeNumber(BuiltInField field, Object value) {
		if (value instanceof BigDecimal number) {
			try {
				return number.longValueExact();
			}
			catch (ArithmeticException ex) {
				// said below
			}
		}
		throw new IllegalArgumentException(field.fieldName() + " is a whole number, such as 100.");
	}

}
