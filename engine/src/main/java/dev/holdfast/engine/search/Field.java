package dev.holdfast.engine.search;

/** What a query asks of an execution. */
public sealed interface Field permits BuiltInField, Field.Attribute {

	/** Its name in queries. */
	String fieldName();

	/**
	 * A search attribute. It may have values of several types, one for each execution;
	 * what it is compared with decides which of them count.
	 */
	record Attribute(String fieldName) implements Field {
	}

}
