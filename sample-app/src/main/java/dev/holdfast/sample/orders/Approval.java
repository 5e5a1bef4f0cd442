package dev.holdfast.sample.orders;

/**
 * A decision about an order that needs one.
 *
 * @param approved whether it may go on
 * @param by who decided
 */
public record Approval(boolean approved, String by) {

	String inWords() {
		return (this.approved ? "approved by " : "turned down by ") + this.by;
	}

}
