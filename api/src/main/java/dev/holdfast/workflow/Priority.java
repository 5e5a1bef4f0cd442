package dev.holdfast.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Which of several tasks that wait for a worker comes first. What is not said is
 * inherited: an activity and a child have that of the workflow that calls them.
 * Priorities order what waits; they take no slot from what runs, and tasks of a lower
 * priority wait for as long as there are others. Immutable; each method answers a changed
 * copy.
 *
 * @param key from 1, which comes first, to 5, which comes last; {@code null} to inherit
 * it, and {@value #DEFAULT_KEY} if there is nothing to inherit
 * @param fairnessKey whose task it is, such as a tenant: those who wait with the same
 * priority take turns, however many tasks each of them has; {@code null} to inherit it
 * with its weight
 * @param fairnessWeight how many turns it has for one turn of the others, from 0.001 to
 * 1000; {@code null} for 1
 */
public record Priority(@Nullable Integer key, @Nullable String fairnessKey, @Nullable Double fairnessWeight) {

	/** The key of what has none. */
	public static final int DEFAULT_KEY = 3;

	/** The key of what comes first. */
	public static final int FIRST = 1;

	/** The key of what comes last. */
	public static final int LAST = 5;

	private static final int MAX_FAIRNESS_KEY = 64;

	private static final double MIN_WEIGHT = 0.001;

	private static final double MAX_WEIGHT = 1000;

	/** Nothing said, all inherited. */
	public static final Priority DEFAULT = new Priority(null, null, null);

	/**
	 * Checks what is said.
	 * @throws IllegalArgumentException if the key or the weight is out of range, if the
	 * fairness key is blank or has more than 64 characters, or if there is a weight
	 * without a fairness key
	 */
	public Priority {
		if (key != null && (key < FIRST || key > LAST)) {
			throw new IllegalArgumentException("A priority is a key from 1 (first) to 5 (last), not " + key);
		}
		if (fairnessKey != null && (fairnessKey.isBlank() || fairnessKey.length() > MAX_FAIRNESS_KEY)) {
			throw new IllegalArgumentException("A fairness key has 1 to " + MAX_FAIRNESS_KEY
					+ " characters and is not blank; this one has " + fairnessKey.length());
		}
		if (fairnessWeight != null && fairnessKey == null) {
			throw new IllegalArgumentException("A fairness weight needs a fairness key: whose weight is it?");
		}
		if (fairnessWeight != null && !(fairnessWeight >= MIN_WEIGHT && fairnessWeight <= MAX_WEIGHT)) {
			throw new IllegalArgumentException("A fairness weight is from 0.001 to 1000, not " + fairnessWeight);
		}
	}

	/**
	 * A priority with this key, from 1 (first) to 5 (last).
	 * @throws IllegalArgumentException if it is another number
	 */
	public static Priority of(int key) {
		return new Priority(key, null, null);
	}

	/**
	 * With a fairness key of the usual weight.
	 * @throws IllegalArgumentException if it is blank or has more than 64 characters
	 */
	public Priority fairness(String fairnessKey) {
		return new Priority(this.key, fairnessKey, null);
	}

	/**
	 * With a fairness key of a weight.
	 * @throws IllegalArgumentException if the key is blank or has more than 64
	 * characters, or the weight is not from 0.001 to 1000
	 */
	public Priority fairness(String fairnessKey, double weight) {
		return new Priority(this.key, fairnessKey, weight);
	}

	/** With what is not said taken from another one. */
	public Priority orElse(Priority inherited) {
		return (this.fairnessKey != null)
				? new Priority((this.key != null) ? this.key : inherited.key, this.fairnessKey, this.fairnessWeight)
				: new Priority((this.key != null) ? this.key : inherited.key, inherited.fairnessKey,
						inherited.fairnessWeight);
	}

	/** The key, or what it is by default. */
	public int effectiveKey() {
		return (this.key != null) ? this.key : DEFAULT_KEY;
	}

	/** The weight, or what it is by default. */
	public double effectiveWeight() {
		return (this.fairnessWeight != null) ? this.fairnessWeight : 1;
	}

}
