package dev.holdfast.engine.store;

import java.io.Serializable;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * A value of a search attribute: a row for each keyword of a list, and one for any other
 * value. Which columns it has depends on its type.
 */
@Entity(name = "HoldfastSearchAttribute")
@Table(name = "holdfast_search_attribute")
@IdClass(SearchAttributeEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class SearchAttributeEntity {

	@Id
	@JavaType(UuidJavaType.class)
	@Column(name = "run_id", nullable = false)
	UUID runId;

	@Id
	@Column(name = "name", nullable = false)
	String name;

	@Id
	@Column(name = "position", nullable = false)
	int position;

	@Column(name = "type", length = 16, nullable = false)
	String type;

	/** A keyword, or the name of a truth value. */
	@Column(name = "keyword_value")
	@Nullable String keywordValue;

	/** A text as it was given. */
	@Column(name = "text_value", length = 65_536)
	@Nullable String textValue;

	/** The words of a text in lower case, with a space before and after each. */
	@Column(name = "text_words", length = 65_536)
	@Nullable String textWords;

	/** A whole number, exactly. */
	@Column(name = "long_value")
	@Nullable Long longValue;

	/** Any number, as near as a double comes. */
	@Column(name = "double_value")
	@Nullable Double doubleValue;

	/** A time in microseconds. */
	@Column(name = "time_value")
	@Nullable Long timeValue;

	/** The key of a row. */
	record Key(UUID runId, String name, int position) implements Serializable {
	}

}
