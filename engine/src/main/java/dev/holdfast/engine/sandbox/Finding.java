package dev.holdfast.engine.sandbox;

import java.util.List;

/**
 * A place in workflow code that would not do the same again on replay.
 *
 * @param workflowClass the workflow that gets there
 * @param rule what is wrong
 * @param member what is called or touched, as in {@code Instant.now}
 * @param chain how the code gets there: places, from a method of the workflow to the one
 * that is wrong
 */
record Finding(Class<?> workflowClass, Rule rule, String member, List<Place> chain) {

	/**
	 * A line of code.
	 *
	 * @param className the class, with dots
	 * @param method the method
	 * @param file the source file, or what stands for it if it is not known
	 * @param line the line, or 0 if it is not known
	 */
	record Place(String className, String method, String file, int line) {

		@Override
		public String toString() {
			return this.className + "." + this.method + "(" + this.file + ((this.line > 0) ? ":" + this.line : "")
					+ ")";
		}

	}

	/** The place that is wrong. */
	Place place() {
		return this.chain.get(this.chain.size() - 1);
	}

	/** What is wrong, and where. */
	String description() {
		StringBuilder text = new StringBuilder("Workflow class ").append(this.workflowClass.getName())
			.append(": ")
			.append(place())
			.append(' ')
			.append(this.rule.what())
			.append(" (")
			.append(this.member)
			.append(")");
		if (this.chain.size() > 1) {
			text.append(", called by ");
			for (int i = this.chain.size() - 2; i >= 0; i--) {
				text.append(this.chain.get(i)).append((i > 0) ? ", by " : "");
			}
		}
		return text.append('.').toString();
	}

}
