package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Coroutines that wait in line for something that others grant them. What was granted
 * counts, even if time is up or the scope is cancelled at the same moment.
 *
 * @param <W> what a place in the line is
 */
final class Waiters<W extends Waiters.Place> {

	/** A place in the line. */
	static class Place {

		private boolean granted;

	}

	private final RunContext context;

	private final Deque<W> line = new ArrayDeque<>();

	Waiters(RunContext context) {
		this.context = context;
	}

	boolean isEmpty() {
		return this.line.isEmpty();
	}

	/**
	 * Waits at the end of the line.
	 * @return whether it was granted in time
	 */
	boolean await(String call, W place, @Nullable Duration timeout) {
		this.line.add(place);
		try {
			return this.context.timers().awaitGrant(call, timeout, () -> ((Place) place).granted);
		}
		finally {
			if (!((Place) place).granted) {
				this.line.remove(place);
			}
		}
	}

	/** Grants the first in the line what it waits for, if it accepts that. */
	@Nullable W grantFirst(Predicate<W> accepts) {
		W first = this.line.peek();
		if (first == null || !accepts.test(first)) {
			return null;
		}
		this.line.remove();
		((Place) first).granted = true;
		return first;
	}

}
