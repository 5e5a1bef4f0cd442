package dev.holdfast.engine.dispatch;

import java.util.Collections;
import java.util.List;

import dev.holdfast.workflow.Priority;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class DispatchOrderTests {

	private final DispatchOrder<String> order = new DispatchOrder<>();

	@Test
	void whatSaysNothingComesInTheOrderOfItsArrival() {
		add(Priority.DEFAULT, "a", "b", "c");
		assertThat(this.order.remove(10)).containsExactly("a", "b", "c");
		assertThat(this.order.isEmpty()).isTrue();
		assertThatIllegalStateException().isThrownBy(this.order::remove);
	}

	@Test
	void aLowerKeyComesFirst() {
		add(Priority.of(5), "last");
		add(Priority.DEFAULT, "default");
		add(Priority.of(1), "first");
		add(Priority.of(3), "like default");
		assertThat(this.order.peek(2)).containsExactly("first", "default");
		assertThat(this.order.size()).isEqualTo(4);
		assertThat(this.order.remove(10)).containsExactly("first", "default", "like default", "last");
	}

	@Test
	void fairnessKeysTakeTurnsHoweverManyTheyHave() {
		add(Priority.DEFAULT.fairness("big"), "B1", "B2", "B3", "B4");
		add(Priority.DEFAULT.fairness("small"), "S1", "S2");
		add(Priority.DEFAULT, "N1");
		assertThat(this.order.remove(10)).containsExactly("B1", "S1", "N1", "B2", "S2", "B3", "B4");
	}

	@Test
	void aWeightGivesMoreTurns() {
		add(Priority.DEFAULT.fairness("heavy", 3), Collections.nCopies(300, "H").toArray(String[]::new));
		add(Priority.DEFAULT.fairness("light"), Collections.nCopies(300, "L").toArray(String[]::new));
		List<String> first = this.order.remove(100);
		assertThat(Collections.frequency(first, "H")).isBetween(74, 76);
		for (int from = 0; from < 96; from += 4) {
			assertThat(first.subList(from, from + 8 > 100 ? 100 : from + 8)).contains("L");
		}
	}

	@Test
	void nobodySavesUpTurns() {
		add(Priority.DEFAULT.fairness("busy"), Collections.nCopies(50, "B").toArray(String[]::new));
		this.order.remove(40);
		add(Priority.DEFAULT.fairness("late"), "L", "L", "L", "L");
		assertThat(this.order.remove(6)).as("turns from here on, none for the past")
			.containsExactly("L", "B", "L", "B", "L", "B");
	}

	@Test
	void whoComesBackDoesNotJumpTheQueue() {
		for (int i = 0; i < 20; i++) {
			add(Priority.DEFAULT.fairness("other"), "O");
		}
		StringBuilder taken = new StringBuilder();
		for (int i = 0; i < 10; i++) {
			add(Priority.DEFAULT.fairness("again"), "A");
			taken.append(this.order.remove()).append(this.order.remove());
		}
		assertThat(taken.chars().filter((c) -> c == 'O').count()).isEqualTo(10);
	}

	@Test
	void forgetsThoseThatHaveNothingLeft() {
		add(Priority.DEFAULT, "stays", "stays too");
		for (int i = 0; i < 5000; i++) {
			add(Priority.DEFAULT.fairness("key " + i), "x");
			this.order.remove();
			add(Priority.DEFAULT, "stays");
		}
		assertThat(this.order.size()).isEqualTo(5002);
	}

	private void add(Priority priority, String... items) {
		for (String item : items) {
			this.order.add(priority, item);
		}
	}

}
