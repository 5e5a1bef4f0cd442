package dev.holdfast.engine.definition;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * The values of placeholders in annotations, as Spring knows them for its own:
 * <code>${mail.queue}</code>, or <code>${mail.queue:default}</code>.
 */
final class Placeholders {

	static final String REMEDY = "Define the property, or give the placeholder a default: ${some.property:default}.";

	private static final String BEGIN = "${";

	private final ConfigurableBeanFactory beanFactory;

	Placeholders(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/** Whether there is an application that gives them values. */
	boolean haveValues() {
		return this.beanFactory.hasEmbeddedValueResolver();
	}

	/**
	 * Replaces the placeholders in a text. Without an application to give them values, a
	 * text that has some says nothing.
	 * @throws IllegalArgumentException if one of them has no value
	 */
	String resolve(String attribute, String text) {
		if (!text.contains(BEGIN)) {
			return text;
		}
		if (!haveValues()) {
			return "";
		}
		String resolved;
		try {
			resolved = this.beanFactory.resolveEmbeddedValue(text);
		}
		catch (IllegalArgumentException ex) {
			throw unresolvable(attribute, text, ex);
		}
		if (resolved == null) {
			return "";
		}
		if (resolved.contains(BEGIN)) {
			throw unresolvable(attribute, text, null);
		}
		return resolved;
	}

	private static IllegalArgumentException unresolvable(String attribute, String text,
			@Nullable IllegalArgumentException cause) {
		return new IllegalArgumentException(
				attribute + " = \"" + text + "\" has a placeholder that no property gives a value", cause);
	}

}
