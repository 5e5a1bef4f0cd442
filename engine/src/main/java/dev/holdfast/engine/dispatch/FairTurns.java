package dev.holdfast.engine.dispatch;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;

import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What waits with one priority. Each fairness key has a line of its own, and the lines
 * take turns: a line stands at a place that moves on with each turn by the inverse of its
 * weight, and the line whose place is lowest is next. A line that was empty begins where
 * the others are, so that nobody saves up turns.
 */
final class FairTurns<T> {

	/** Lines that are empty are forgotten when there are more of them than this. */
	private static final int MANY_LINES = 1000;

	private final Map<String, Line<T>> lines = new HashMap<>();

	private final Queue<Line<T>> standing = new PriorityQueue<>(
			Comparator.<Line<T>>comparingDouble((line) -> line.place).thenComparingLong((line) -> line.arrived));

	private double now;

	private long arrivals;

	private static final class Line<T> {

		private final Queue<Waiting<T>> items = new ArrayDeque<>();

		private double place;

		private long arrived;

	}

	private record Waiting<T>(T item, double step) {
	}

	void add(Priority priority, T item) {
		Line<T> line = this.lines.computeIfAbsent(key(priority.fairnessKey()), (key) -> new Line<>());
		line.items.add(new Waiting<>(item, 1 / priority.effectiveWeight()));
		if (line.items.size() == 1) {
			line.place = Math.max(line.place, this.now);
			stand(line);
		}
	}

	private static String key(@Nullable String fairnessKey) {
		return (fairnessKey != null) ? fairnessKey : "";
	}

	private void stand(Line<T> line) {
		line.arrived = this.arrivals++;
		this.standing.add(line);
	}

	T remove() {
		Line<T> line = Objects.requireNonNull(this.standing.poll(), "Nothing waits");
		Waiting<T> next = Objects.requireNonNull(line.items.poll());
		this.now = line.place;
		line.place += next.step();
		if (!line.items.isEmpty()) {
			stand(line);
		}
		else if (this.standing.isEmpty()) {
			this.lines.clear();
			this.now = 0;
		}
		else if (this.lines.size() > MANY_LINES + this.standing.size()) {
			this.lines.values().removeIf((other) -> other.items.isEmpty());
		}
		return next.item();
	}

	void peek(List<? super T> first, int most) {
		for (Line<T> line : this.standing) {
			for (Waiting<T> waiting : line.items) {
				if (first.size() >= most) {
					return;
				}
				first.add(waiting.item());
			}
		}
	}

	boolean isEmpty() {
		return this.standing.isEmpty();
	}

}
