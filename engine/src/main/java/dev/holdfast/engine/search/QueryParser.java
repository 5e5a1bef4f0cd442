package dev.holdfast.engine.search;

import java.util.ArrayList;
import java.util.List;

import dev.holdfast.client.InvalidQueryException;
import dev.holdfast.engine.search.Condition.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Understands queries, by recursive descent:
 *
 * <pre>
 * query     := [ any ] [ ORDER BY ( StartTime | CloseTime ) [ ASC | DESC ] ]
 * any       := all { OR all }
 * all       := one { AND one }
 * one       := NOT one | ( any ) | test
 * test      := field ( operator value
 *                    | [ NOT ] IN ( value { , value } )
 *                    | [ NOT ] BETWEEN value AND value
 *                    | [ NOT ] STARTS_WITH string
 *                    | IS [ NOT ] NULL )
 * </pre>
 */
final class QueryParser {

	private static final int MAX_DEPTH = 50;

	private static final int MAX_TESTS = 20;

	private final String query;

	private final List<Token> tokens;

	private int next;

	private int depth;

	private int tests;

	QueryParser(String query) {
		this.query = query;
		this.tokens = new Tokenizer(query).tokens();
	}

	ExecutionQuery query() {
		Condition condition = (peek().type() == Token.Type.END || peek().is(Keyword.ORDER)) ? new Condition.All()
				: any();
		BuiltInField orderBy = BuiltInField.START_TIME;
		boolean descending = true;
		if (accept(Keyword.ORDER)) {
			expect(Keyword.BY);
			orderBy = orderField();
			if (accept(Keyword.ASC)) {
				descending = false;
			}
			else {
				accept(Keyword.DESC);
			}
		}
		if (peek().is(Keyword.GROUP)) {
			throw invalid("A query has no GROUP BY; countBy(query, field) counts by a field.", peek());
		}
		if (peek().type() != Token.Type.END) {
			throw expected("AND, OR, ORDER BY or the end", peek());
		}
		return new ExecutionQuery(condition, orderBy, descending);
	}

	private BuiltInField orderField() {
		Token token = take();
		BuiltInField field = (token.type() == Token.Type.WORD) ? BuiltInField.of(token.text()) : null;
		if (field != BuiltInField.START_TIME && field != BuiltInField.CLOSE_TIME) {
			throw expected("StartTime or CloseTime, by one of which executions can be ordered", token);
		}
		return field;
	}

	private Condition any() {
		List<Condition> conditions = new ArrayList<>(List.of(all()));
		while (accept(Keyword.OR)) {
			conditions.add(all());
		}
		return (conditions.size() == 1) ? conditions.get(0) : new Condition.Or(conditions);
	}

	private Condition all() {
		List<Condition> conditions = new ArrayList<>(List.of(one()));
		while (accept(Keyword.AND)) {
			conditions.add(one());
		}
		return (conditions.size() == 1) ? conditions.get(0) : new Condition.And(conditions);
	}

	private Condition one() {
		Token token = peek();
		if (++this.depth > MAX_DEPTH) {
			throw invalid("NOT and parentheses go deeper than " + MAX_DEPTH + " levels.", token);
		}
		Condition condition;
		if (accept(Keyword.NOT)) {
			condition = new Condition.Not(one());
		}
		else if (accept("(")) {
			condition = any();
			if (!accept(")")) {
				throw expected("AND, OR or ')'", peek());
			}
		}
		else {
			condition = test();
		}
		this.depth--;
		return condition;
	}

	private Condition test() {
		if (++this.tests > MAX_TESTS) {
			throw invalid("A query can have " + MAX_TESTS + " comparisons; IN compares with many values at once.",
					peek());
		}
		Field field = field();
		Token token = peek();
		if (accept(Keyword.IS)) {
			boolean present = accept(Keyword.NOT);
			expect(Keyword.NULL);
			return new Condition.Present(field, !present);
		}
		Operator operator = operator(token);
		if (operator != null) {
			this.next++;
			requireOrdered(field, operator.isEquality(), token);
			return new Condition.Compare(field, operator, value(field, operator.isEquality()));
		}
		boolean negated = accept(Keyword.NOT);
		Token word = take();
		if (word.is(Keyword.IN)) {
			return new Condition.In(field, negated, values(field));
		}
		if (word.is(Keyword.BETWEEN)) {
			requireOrdered(field, false, word);
			Object low = value(field, false);
			expect(Keyword.AND);
			Token second = peek();
			Object high = value(field, false);
			if (low.getClass() != high.getClass()) {
				throw invalid("Both ends of a range must be strings, or both numbers.", second);
			}
			return new Condition.Between(field, negated, low, high);
		}
		if (word.is(Keyword.STARTS_WITH)) {
			return new Condition.StartsWith(field, negated, prefix(field, word));
		}
		if (word.is(Keyword.LIKE)) {
			throw invalid("There is no LIKE; strings can be compared by = and by STARTS_WITH.", word);
		}
		throw expected(negated ? "IN, BETWEEN or STARTS_WITH"
				: "=, !=, <, <=, >, >=, [NOT] IN, [NOT] BETWEEN, [NOT] STARTS_WITH or IS [NOT] NULL", word);
	}

	private Field field() {
		Token token = take();
		if (token.type() == Token.Type.NAME || (token.type() == Token.Type.WORD && token.keyword() == null)) {
			BuiltInField field = BuiltInField.of(token.text());
			return (field != null) ? field : new Field.Attribute(token.text());
		}
		throw expected("a field: " + String.join(", ", BuiltInField.names()) + " or a search attribute", token);
	}

	private static @Nullable Operator operator(Token token) {
		if (token.is("<>")) {
			return Operator.NOT_EQUAL;
		}
		for (Operator operator : Operator.values()) {
			if (token.is(operator.symbol())) {
				return operator;
			}
		}
		return null;
	}

	private void requireOrdered(Field field, boolean equality, Token token) {
		if (!equality && field instanceof BuiltInField builtIn && !builtIn.kind().isOrdered()) {
			throw invalid(field.fieldName()
					+ " is not greater or less than anything; it can be compared by =, !=, IN and" + " NOT IN.", token);
		}
	}

	private List<Object> values(Field field) {
		if (!accept("(")) {
			throw expected("'('", peek());
		}
		List<Object> values = new ArrayList<>();
		do {
			values.add(value(field, true));
		}
		while (accept(","));
		if (!accept(")")) {
			throw expected("',' or ')'", peek());
		}
		return values;
	}

	private String prefix(Field field, Token word) {
		if (field instanceof BuiltInField builtIn && builtIn.kind() != BuiltInField.Kind.STRING) {
			throw invalid(field.fieldName() + " is no string, so it cannot start with one.", word);
		}
		Token token = take();
		if (token.type() != Token.Type.STRING) {
			throw expected("a string in quotes", token);
		}
		return token.text();
	}

	private Object value(Field field, boolean equality) {
		Token token = take();
		if (token.is(Keyword.NULL)) {
			throw invalid("Nothing equals NULL; ask whether a field IS NULL or IS NOT NULL.", token);
		}
		Object value = Literals.value(token);
		if (value == null) {
			throw expected("a value: a string in quotes, a number, true or false", token);
		}
		if (!(field instanceof BuiltInField builtIn)) {
			if (value instanceof Boolean && !equality) {
				throw invalid("True and false are not greater or less than anything.", token);
			}
			return value;
		}
		try {
			return Literals.convert(builtIn, value);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(String.valueOf(ex.getMessage()), token);
		}
	}

	private Token peek() {
		return this.tokens.get(this.next);
	}

	private Token take() {
		Token token = peek();
		if (token.type() != Token.Type.END) {
			this.next++;
		}
		return token;
	}

	private boolean accept(Keyword keyword) {
		boolean accepted = peek().is(keyword);
		this.next += accepted ? 1 : 0;
		return accepted;
	}

	private boolean accept(String symbol) {
		boolean accepted = peek().is(symbol);
		this.next += accepted ? 1 : 0;
		return accepted;
	}

	private void expect(Keyword keyword) {
		if (!accept(keyword)) {
			throw expected(keyword.name(), peek());
		}
	}

	private InvalidQueryException expected(String what, Token found) {
		return invalid("Expected " + what + ", but found " + found.described() + ".", found);
	}

	private InvalidQueryException invalid(String problem, Token token) {
		return new InvalidQueryException(problem, this.query, token.position());
	}

}
