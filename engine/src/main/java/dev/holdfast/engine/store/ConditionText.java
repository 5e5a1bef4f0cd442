package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.holdfast.engine.search.BuiltInField;
import dev.holdfast.engine.search.Condition;
import dev.holdfast.engine.search.Condition.Operator;
import dev.holdfast.engine.search.Field;
import org.hibernate.query.CommonQueryContract;
import org.jspecify.annotations.Nullable;

/**
 * A condition as SQL on executions {@code e}. Whatever a user has written is bound as a
 * parameter, never part of the text. It is no HQL, whose parser takes exponential time
 * for parentheses in parentheses. No part of it is ever unknown to the database: what an
 * execution does not have makes a comparison false.
 */
final class ConditionText {

	static final String NEVER = "1 = 0";

	private static final String ALWAYS = "1 = 1";

	private final Map<String, Object> parameters = new LinkedHashMap<>();

	private final Dialect dialect;

	ConditionText(Dialect dialect) {
		this.dialect = dialect;
	}

	/** The name of a parameter that has this value. */
	String bind(Object value) {
		String name = "p" + this.parameters.size();
		this.parameters.put(name, value);
		return ":" + name;
	}

	/** Gives the query the values of all parameters. */
	<Q extends CommonQueryContract> Q setParameters(Q query) {
		this.parameters.forEach((name, value) -> query.setParameter(name, this.dialect.parameter(value)));
		return query;
	}

	/** The text that is true if the condition holds. */
	String of(Condition condition) {
		return of(condition, false);
	}

	private String of(Condition condition, boolean not) {
		List<String> selects = not ? null : selects(condition);
		if (selects != null) {
			return "e.run_id in (" + union(selects) + ")";
		}
		if (condition instanceof Condition.All) {
			return not ? NEVER : ALWAYS;
		}
		if (condition instanceof Condition.And and) {
			return joined(and.conditions(), not ? " or " : " and ", not);
		}
		if (condition instanceof Condition.Or or) {
			return not ? joined(or.conditions(), " and ", true) : anyOf(or.conditions());
		}
		if (condition instanceof Condition.Not inverse) {
			return of(inverse.condition(), !not);
		}
		String text = test(condition);
		return not ? "not " + text : text;
	}

	/** H2 runs a bare union again for each row that it compares with it. */
	private static String union(List<String> selects) {
		return (selects.size() == 1) ? selects.get(0)
				: "select u.run_id from (" + String.join(" union all ", selects) + ") u";
	}

	private String joined(List<Condition> conditions, String word, boolean not) {
		return conditions.stream().map((condition) -> of(condition, not)).collect(Collectors.joining(word, "(", ")"));
	}

	/** What looks for attributes becomes one set of runs, so that indexes can find it. */
	private String anyOf(List<Condition> conditions) {
		List<Condition> sets = conditions.stream().filter(ConditionText::isSet).toList();
		List<Condition> others = conditions.stream().filter((condition) -> !isSet(condition)).toList();
		List<String> texts = new ArrayList<>();
		if (!sets.isEmpty()) {
			texts.add(of(new Condition.Or(sets), false));
		}
		others.forEach((condition) -> texts.add(of(condition, false)));
		return "(" + String.join(" or ", texts) + ")";
	}

	// Attributes as sets of runs

	private static boolean isSet(Condition condition) {
		if (condition instanceof Condition.Or or) {
			return or.conditions().stream().allMatch(ConditionText::isSet);
		}
		return attribute(condition) != null && !isNegated(condition);
	}

	/** The selects of the runs that the condition finds, if it is such a set. */
	private @Nullable List<String> selects(Condition condition) {
		if (!isSet(condition)) {
			return null;
		}
		List<String> selects = new ArrayList<>();
		if (condition instanceof Condition.Or or) {
			or.conditions().forEach((one) -> {
				List<String> more = selects(one);
				if (more != null) {
					selects.addAll(more);
				}
			});
			return selects;
		}
		String name = attribute(condition);
		for (String match : new AttributeMatches(this::bind).of(condition)) {
			selects.add("select a.run_id from holdfast_search_attribute a where a.name = " + bind(String.valueOf(name))
					+ " and " + match);
		}
		return selects;
	}

	/** The attribute that a condition looks for, or {@code null} if it is another one. */
	private static @Nullable String attribute(Condition condition) {
		Field field = field(condition);
		return (field instanceof Field.Attribute attribute) ? attribute.fieldName() : null;
	}

	private static @Nullable Field field(Condition condition) {
		if (condition instanceof Condition.Present present) {
			return present.field();
		}
		if (condition instanceof Condition.Compare compare) {
			return compare.field();
		}
		if (condition instanceof Condition.In in) {
			return in.field();
		}
		if (condition instanceof Condition.Between between) {
			return between.field();
		}
		return (condition instanceof Condition.StartsWith starts) ? starts.field() : null;
	}

	private static boolean isNegated(Condition condition) {
		return (condition instanceof Condition.Present present && present.negated())
				|| (condition instanceof Condition.Compare compare && compare.operator() == Operator.NOT_EQUAL)
				|| (condition instanceof Condition.In in && in.negated())
				|| (condition instanceof Condition.Between between && between.negated())
				|| (condition instanceof Condition.StartsWith starts && starts.negated());
	}

	// Single tests, in parentheses

	private String test(Condition condition) {
		String name = attribute(condition);
		if (name != null) {
			return "(" + attributeTest(name, condition) + ")";
		}
		if (condition instanceof Condition.Mentions mentions) {
			String pattern = bind("%" + escape(mentions.text().toLowerCase(Locale.ROOT)) + "%");
			return "(lower(e.workflow_id) like " + pattern + " escape '!' or lower(e.workflow_type) like " + pattern
					+ " escape '!')";
		}
		BuiltInField field = (BuiltInField) field(condition);
		if (field == null) {
			throw new IllegalStateException("No text for " + condition);
		}
		String path = path(field);
		if (condition instanceof Condition.Present present) {
			return "(" + path + (present.negated() ? " is null)" : " is not null)");
		}
		String text = builtInTest(path, condition);
		boolean negated = isNegated(condition) && !(condition instanceof Condition.Compare);
		return "(" + (field.isOptional() ? path + " is not null and " : "") + (negated ? "not " : "") + text + ")";
	}

	private String attributeTest(String name, Condition condition) {
		AttributeMatches matches = new AttributeMatches(this::bind);
		if (!isNegated(condition)) {
			return exists(name, matches.of(condition));
		}
		String without = "not " + exists(name, matches.of(condition));
		return (condition instanceof Condition.Present) ? without
				: exists(name, matches.comparable(condition)) + " and " + without;
	}

	private String exists(String name, List<String> matches) {
		return matches.isEmpty() ? "(" + NEVER + ")"
				: "exists (select 1 from holdfast_search_attribute a where a.run_id = e.run_id and a.name = "
						+ bind(name) + " and (" + String.join(" or ", matches) + "))";
	}

	static String path(BuiltInField field) {
		return switch (field) {
			case WORKFLOW_ID -> "e.workflow_id";
			case RUN_ID -> "e.run_id";
			case WORKFLOW_TYPE -> "e.workflow_type";
			case TASK_QUEUE -> "e.task_queue";
			case STATUS -> "e.status";
			case START_TIME -> "e.started_at";
			case CLOSE_TIME -> "e.closed_at";
			case EXECUTION_DURATION -> "(e.closed_at - e.started_at)";
			case HISTORY_LENGTH ->
				"coalesce((select r.next_event_id - 1 from holdfast_run r where r.run_id = e.run_id), e.history_length)";
			case PARENT_WORKFLOW_ID -> "e.parent_workflow_id";
			case PARENT_RUN_ID -> "e.parent_run_id";
		};
	}

	private String builtInTest(String path, Condition condition) {
		if (condition instanceof Condition.Compare compare) {
			String symbol = (compare.operator() == Operator.NOT_EQUAL) ? "<>" : compare.operator().symbol();
			return path + " " + symbol + " " + bind(compare.value());
		}
		if (condition instanceof Condition.In in) {
			return path + " in (" + in.values().stream().map(this::bind).collect(Collectors.joining(", ")) + ")";
		}
		if (condition instanceof Condition.Between between) {
			return "(" + path + " between " + bind(between.low()) + " and " + bind(between.high()) + ")";
		}
		Condition.StartsWith starts = (Condition.StartsWith) condition;
		return path + " like " + bind(escape(starts.prefix()) + "%") + " escape '!'";
	}

	static String escape(String text) {
		return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
	}

	/** The column by which a query has executions ordered; an open one closes last. */
	static String orderKey(BuiltInField orderBy) {
		return (orderBy == BuiltInField.CLOSE_TIME) ? "coalesce(e.closed_at, " + Long.MAX_VALUE + ")" : "e.started_at";
	}

}
