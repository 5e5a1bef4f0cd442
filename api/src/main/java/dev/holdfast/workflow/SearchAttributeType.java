package dev.holdfast.workflow;

/** The types of search attributes. */
public enum SearchAttributeType {

	/** A string that is compared as a whole. */
	KEYWORD,
	/** Several such strings. */
	KEYWORD_LIST,
	/** A text that is searched by its words. */
	TEXT,
	/** A whole number of 64 bits. */
	LONG,
	/** A floating point number of 64 bits. */
	DOUBLE,
	/** True or false. */
	BOOLEAN,
	/** A moment, exact to the microsecond. */
	DATE_TIME

}
