package dev.holdfast.engine.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

import dev.holdfast.workflow.Priority;

/**
 * What waits, in the order in which it is to begin: by priority, and in fair turns within
 * one. Not thread-safe.
 *
 * @param <T> what waits
 */
public final class DispatchOrder<T> {

	/**
	 * How many times as many as are wanted have to be looked at, for fair turns to be
	 * found among them.
	 */
	public static final int CHOICE = 4;

	private final TreeMap<Integer, FairTurns<T>> byPriority = new TreeMap<>();

	private int size;

	/** Those of some items that come first, at most so many. */
	public static <T> List<T> first(Collection<T> items, Function<T, Priority> priority, int most) {
		DispatchOrder<T> order = new DispatchOrder<>();
		items.forEach((item) -> order.add(priority.apply(item), item));
		return order.remove(most);
	}

	/** Adds one after those that it does not come before. */
	public void add(Priority priority, T item) {
		this.byPriority.computeIfAbsent(priority.effectiveKey(), (key) -> new FairTurns<>()).add(priority, item);
		this.size++;
	}

	/**
	 * Takes the one whose turn it is.
	 * @throws IllegalStateException if there is none
	 */
	public T remove() {
		for (FairTurns<T> turns : this.byPriority.values()) {
			if (!turns.isEmpty()) {
				this.size--;
				return turns.remove();
			}
		}
		throw new IllegalStateException("Nothing waits");
	}

	/** Takes those that come first, at most so many. */
	public List<T> remove(int most) {
		List<T> first = new ArrayList<>();
		while (first.size() < most && !isEmpty()) {
			first.add(remove());
		}
		return first;
	}

	/** At most so many, by priority; within one, those with one fairness key together. */
	public List<T> peek(int most) {
		List<T> first = new ArrayList<>();
		for (FairTurns<T> turns : this.byPriority.values()) {
			turns.peek(first, most);
		}
		return first;
	}

	public boolean isEmpty() {
		return this.size == 0;
	}

	public int size() {
		return this.size;
	}

}
