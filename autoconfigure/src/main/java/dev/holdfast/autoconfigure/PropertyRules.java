package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What one level of the properties demands of its values. All that do not comply are
 * reported together, named from this level on.
 */
final class PropertyRules {

	private final List<PropertyProblem> problems = new ArrayList<>();

	/** Demands that something holds, of a value that may be absent. */
	PropertyRules require(boolean holds, String name, @Nullable Object value, String rule, String... comparedWith) {
		if (!holds) {
			Object actual = (value instanceof Duration duration) ? text(duration) : value;
			this.problems.add(new PropertyProblem(name, rule, (actual != null) ? actual.toString() : "not set",
					List.of(comparedWith), List.of()));
		}
		return this;
	}

	PropertyRules between(int least, int most, String name, @Nullable Integer value) {
		return require(value == null || (value >= least && value <= most), name, value,
				"must be between " + least + " and " + most);
	}

	PropertyRules atLeastOne(String name, @Nullable Integer value) {
		return require(value == null || value >= 1, name, value, "must be at least 1");
	}

	PropertyRules ofLength(int most, String name, @Nullable String value) {
		return require(value == null || (!value.isBlank() && value.length() <= most), name,
				(value != null && value.isBlank()) ? "'" + value + "'" : value,
				"must have 1 to " + most + " characters");
	}

	/**
	 * Reports what does not comply.
	 * @throws InvalidPropertiesException if there is anything
	 */
	void check() {
		if (!this.problems.isEmpty()) {
			throw new InvalidPropertiesException(this.problems, List.of());
		}
	}

	static String text(Duration duration) {
		return duration.toMillis() + "ms";
	}

	/** The key of a map, as a part of a name. */
	static String key(String map, String key) {
		return (ConfigurationPropertyName.isValid(key) && key.indexOf('.') < 0 && key.indexOf('[') < 0)
				? map + "." + key : map + "[" + key + "]";
	}

}
