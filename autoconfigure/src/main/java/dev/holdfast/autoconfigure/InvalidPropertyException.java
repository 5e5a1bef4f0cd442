package dev.holdfast.autoconfigure;

/** A property has a value that cannot work. The message names the property. */
public final class InvalidPropertyException extends IllegalArgumentException {

	private final String property;

	InvalidPropertyException(String property, Object value, String rule) {
		super(property + " " + rule + ", but is " + value);
		this.property = property;
	}

	/** The name of the property. */
	public String property() {
		return this.property;
	}

}
