package dev.holdfast.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A tree of things that a workflow does.
 *
 * @param kind what
 * @param number the number of the step in its plan
 * @param millis how long it takes
 * @param times how often it fails, or how many there must be
 * @param steps what it is made of
 */
record Step(Kind kind, int number, int millis, int times, List<Step> steps) {

	/** The kinds of steps. */
	enum Kind {

		SEQUENCE, PARALLEL, ACTIVITY, REMOTE, HEARTBEATS, TRANSACTION, LOCAL, POISON, TIMER, SIGNALS, CHILD,
		ABANDONED_CHILD, CANCELED_CHILD, VALUES, FAIL, CONTINUE

	}

	/** Something short, for what is done often. */
	static Step small() {
		return new Step(Kind.SEQUENCE, 1, 0, 0,
				List.of(new Step(Kind.ACTIVITY, 2, 50, 1, List.of()), new Step(Kind.TIMER, 3, 700, 0, List.of())));
	}

	/** Draws plans. */
	static final class Plans {

		private final Random random;

		private int count;

		Plans(Random random) {
			this.random = random;
		}

		/** A whole workflow. */
		Step next() {
			this.count = 0;
			List<Step> steps = new ArrayList<>(steps(3, 2 + this.random.nextInt(4)));
			int end = this.random.nextInt(12);
			if (end == 0) {
				steps.add(step(Kind.FAIL, 0, 0, List.of()));
			}
			else if (end <= 2) {
				steps.add(step(Kind.CONTINUE, 0, 0, steps(1, 2)));
			}
			return step(Kind.SEQUENCE, 0, 0, steps);
		}

		private List<Step> steps(int depth, int many) {
			List<Step> steps = new ArrayList<>();
			for (int i = 0; i < many; i++) {
				steps.add(any(depth));
			}
			return steps;
		}

		private Step any(int depth) {
			int millis = this.random.nextInt(4) == 0 ? this.random.nextInt(4000) : this.random.nextInt(200);
			int failures = Math.max(0, this.random.nextInt(6) - 3);
			return switch (this.random.nextInt((depth > 0) ? 21 : 13)) {
				case 0, 1 -> step(Kind.ACTIVITY, millis, failures, List.of());
				case 2 -> step(Kind.REMOTE, millis, failures, List.of());
				case 3 -> step(Kind.HEARTBEATS, millis, failures, List.of());
				case 4, 5, 6 -> step(Kind.TRANSACTION, this.random.nextBoolean() ? millis : this.random.nextInt(3000),
						failures, List.of());
				case 7, 8 -> step(Kind.LOCAL, millis / 10, Math.min(1, failures), List.of());
				case 9 -> step(Kind.TIMER, 100 + this.random.nextInt(5000), 0, List.of());
				case 10 -> step(Kind.SIGNALS, 1000 + this.random.nextInt(5000), 1 + this.random.nextInt(3), List.of());
				case 11 -> step(Kind.VALUES, 0, 0, List.of());
				case 12 -> (this.random.nextInt(3) == 0) ? step(Kind.POISON, 20, 2, List.of())
						: step(Kind.VALUES, 0, 0, List.of());
				case 13, 14, 15, 16 -> step(Kind.PARALLEL, 0, 0, steps(depth - 1, 2 + this.random.nextInt(3)));
				case 17, 18 -> step(Kind.CHILD, 0, 0, steps(depth - 1, 1 + this.random.nextInt(2)));
				case 19 -> step(Kind.ABANDONED_CHILD, 0, 0, steps(0, 2));
				default -> step(Kind.CANCELED_CHILD, 0, 0, steps(0, 2));
			};
		}

		private Step step(Kind kind, int millis, int times, List<Step> steps) {
			return new Step(kind, ++this.count, millis, times, steps);
		}

	}

}
