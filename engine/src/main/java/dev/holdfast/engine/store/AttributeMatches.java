package dev.holdfast.engine.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.holdfast.engine.search.Condition;
import dev.holdfast.engine.search.Condition.Operator;
import dev.holdfast.engine.search.Literals;
import dev.holdfast.engine.search.SearchAttributeValues;
import org.jspecify.annotations.Nullable;

/**
 * Which rows {@code a} of a search attribute match a test: one text for each column that
 * may, because an index serves one column. What the attribute is compared with decides on
 * the columns.
 */
final class AttributeMatches {

	private static final String KEYWORD = "a.type <> 'BOOLEAN' and a.keyword_value ";

	/** Both indexes on keywords lead there, the one with and the one without nulls. */
	private static final String TEXT = "a.keyword_value is null and a.text_value is not null";

	private static final String BOOLEAN = "a.type = 'BOOLEAN' and a.keyword_value ";

	private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

	private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

	private final Function<Object, String> bind;

	AttributeMatches(Function<Object, String> bind) {
		this.bind = bind;
	}

	/** Rows that match, whether or not the condition is negated. */
	List<String> of(Condition condition) {
		if (condition instanceof Condition.Present) {
			return List.of("a.keyword_value is not null", "(" + TEXT + ")", "a.double_value is not null",
					"a.time_value is not null");
		}
		if (condition instanceof Condition.Compare compare) {
			boolean equality = compare.operator() == Operator.EQUAL || compare.operator() == Operator.NOT_EQUAL;
			return equality ? equal(List.of(compare.value())) : ordered(compare.operator(), compare.value());
		}
		if (condition instanceof Condition.In in) {
			return equal(in.values());
		}
		if (condition instanceof Condition.Between between) {
			return between(between.low(), between.high());
		}
		if (condition instanceof Condition.StartsWith starts) {
			return startsWith(starts.prefix());
		}
		throw new IllegalStateException("No attribute is asked for by " + condition);
	}

	/** Rows that a test can be applied to. */
	List<String> comparable(Condition condition) {
		Set<String> matches = new LinkedHashSet<>();
		for (Object value : values(condition)) {
			if (value instanceof Boolean) {
				matches.add("(" + BOOLEAN + "is not null)");
			}
			else if (value instanceof BigDecimal) {
				matches.add("a.double_value is not null");
			}
			else {
				matches.add("(" + KEYWORD + "is not null)");
				if (Literals.micros((String) value) != null) {
					matches.add("a.time_value is not null");
				}
				if (!(condition instanceof Condition.Between)) {
					matches.add("(" + TEXT + ")");
				}
			}
		}
		return List.copyOf(matches);
	}

	private static List<Object> values(Condition condition) {
		if (condition instanceof Condition.Compare compare) {
			return List.of(compare.value());
		}
		if (condition instanceof Condition.In in) {
			return in.values();
		}
		return (condition instanceof Condition.Between between) ? List.of(between.low(), between.high())
				: List.of(((Condition.StartsWith) condition).prefix());
	}

	private String bind(Object value) {
		return this.bind.apply(value);
	}

	private String bindAll(List<?> values) {
		return values.stream().map(this::bind).collect(Collectors.joining(", ", "in (", ")"));
	}

	private List<String> equal(List<Object> values) {
		List<String> matches = new ArrayList<>();
		List<String> strings = values.stream().filter(String.class::isInstance).map(String.class::cast).toList();
		List<String> truths = values.stream().filter(Boolean.class::isInstance).map(Object::toString).toList();
		List<BigDecimal> numbers = values.stream()
			.filter(BigDecimal.class::isInstance)
			.map(BigDecimal.class::cast)
			.filter((number) -> Double.isFinite(number.doubleValue()))
			.toList();
		List<Long> times = strings.stream().map(Literals::micros).filter(Objects::nonNull).toList();
		List<String> texts = strings.stream()
			.map(SearchAttributeValues::words)
			.filter((words) -> !words.isEmpty())
			.map((words) -> words(words, false))
			.toList();
		if (!strings.isEmpty()) {
			matches.add("(" + KEYWORD + bindAll(strings) + ")");
		}
		if (!texts.isEmpty()) {
			matches.add("(" + TEXT + " and " + anyOf(texts) + ")");
		}
		if (!times.isEmpty()) {
			matches.add("a.time_value " + bindAll(times));
		}
		if (!truths.isEmpty()) {
			matches.add("(" + BOOLEAN + bindAll(truths) + ")");
		}
		if (!numbers.isEmpty()) {
			List<Long> whole = numbers.stream().map(AttributeMatches::wholeOrNull).filter(Objects::nonNull).toList();
			matches.add("(a.double_value " + bindAll(numbers.stream().map(BigDecimal::doubleValue).toList()) + " and "
					+ longOr("a.long_value is null", whole.isEmpty() ? null : "a.long_value " + bindAll(whole)) + ")");
		}
		return matches.isEmpty() ? List.of(ConditionText.NEVER) : matches;
	}

	private static @Nullable Long wholeOrNull(BigDecimal number) {
		BigInteger floor = floor(number);
		boolean whole = floor.equals(ceiling(number)) && floor.compareTo(MIN) >= 0 && floor.compareTo(MAX) <= 0;
		return whole ? (Long) floor.longValue() : null;
	}

	/** Balanced, since databases descend into what they are given. */
	private static String anyOf(List<String> texts) {
		int half = texts.size() / 2;
		return (half == 0) ? texts.get(0)
				: "(" + anyOf(texts.subList(0, half)) + " or " + anyOf(texts.subList(half, texts.size())) + ")";
	}

	/** A text has all of these words; the last one may be the beginning of a word. */
	private String words(Set<String> words, boolean beginning) {
		List<String> all = new ArrayList<>();
		for (Iterator<String> iterator = words.iterator(); iterator.hasNext();) {
			String word = ConditionText.escape(iterator.next());
			boolean whole = iterator.hasNext() || !beginning;
			all.add("a.text_words like " + bind("% " + word + (whole ? " %" : "%")) + " escape '!'");
		}
		return "(" + String.join(" and ", all) + ")";
	}

	private List<String> startsWith(String prefix) {
		List<String> matches = new ArrayList<>();
		matches.add("(" + KEYWORD + "like " + bind(ConditionText.escape(prefix) + "%") + " escape '!')");
		Set<String> words = SearchAttributeValues.words(prefix);
		if (!words.isEmpty()) {
			matches.add("(" + TEXT + " and " + words(words, true) + ")");
		}
		return matches;
	}

	private List<String> ordered(Operator operator, Object value) {
		if (value instanceof BigDecimal number) {
			return List.of(number(operator, number));
		}
		List<String> matches = new ArrayList<>();
		matches.add("(" + KEYWORD + operator.symbol() + " " + bind(value) + ")");
		Long time = Literals.micros((String) value);
		if (time != null) {
			matches.add("a.time_value " + operator.symbol() + " " + bind(time));
		}
		return matches;
	}

	/** The index on doubles finds candidates; whole numbers are compared exactly. */
	private String number(Operator operator, BigDecimal number) {
		double near = number.doubleValue();
		String value = bind(finite(near));
		boolean greater = operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
		String longRange = switch (operator) {
			case GREATER -> longRange(floor(number).add(BigInteger.ONE), MAX);
			case GREATER_OR_EQUAL -> longRange(ceiling(number), MAX);
			case LESS -> longRange(MIN, ceiling(number).subtract(BigInteger.ONE));
			default -> longRange(MIN, floor(number));
		};
		boolean all = greater == (near < 0);
		String symbol = Double.isFinite(near) ? operator.symbol() : (greater ? ">" : "<") + (all ? "=" : "");
		String otherwise = "(a.long_value is null and a.double_value " + symbol + " " + value + ")";
		return "(a.double_value " + (greater ? ">= " : "<= ") + value + " and " + longOr(otherwise, longRange) + ")";
	}

	/** Not every database knows infinity, and no attribute is infinite. */
	private static double finite(double number) {
		return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
	}

	private static BigInteger floor(BigDecimal number) {
		return number.setScale(0, RoundingMode.FLOOR).toBigInteger();
	}

	private static BigInteger ceiling(BigDecimal number) {
		return number.setScale(0, RoundingMode.CEILING).toBigInteger();
	}

	private List<String> between(Object low, Object high) {
		if (low instanceof BigDecimal from && high instanceof BigDecimal to) {
			return List
				.of("(" + number(Operator.GREATER_OR_EQUAL, from) + " and " + number(Operator.LESS_OR_EQUAL, to) + ")");
		}
		List<String> matches = new ArrayList<>();
		matches.add("(" + KEYWORD + "between " + bind(low) + " and " + bind(high) + ")");
		Long from = Literals.micros((String) low);
		Long to = Literals.micros((String) high);
		if (from != null && to != null) {
			matches.add("a.time_value between " + bind(from) + " and " + bind(to));
		}
		return matches;
	}

	private static String longOr(String other, @Nullable String longRange) {
		return (longRange != null) ? "(" + other + " or " + longRange + ")" : other;
	}

	/** Whole numbers in a range with its ends, or {@code null} if there are none. */
	private @Nullable String longRange(BigInteger least, BigInteger most) {
		if (least.compareTo(MAX) > 0 || most.compareTo(MIN) < 0 || least.compareTo(most) > 0) {
			return null;
		}
		return "a.long_value between " + bind(least.max(MIN).longValue()) + " and " + bind(most.min(MAX).longValue());
	}

}
