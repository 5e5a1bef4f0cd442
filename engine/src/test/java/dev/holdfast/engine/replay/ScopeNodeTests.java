package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.holdfast.failure.CanceledFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScopeNodeTests {

	private final List<String> cancelled = new ArrayList<>();

	private final ScopeNode root = ScopeNode.detached();

	private Consumer<String> named(String name) {
		return (reason) -> this.cancelled.add(name + " " + reason);
	}

	@Test
	void cancelsWhatWasBegunInItAndThenWithinItInOrder() {
		ScopeNode first = this.root.child();
		ScopeNode second = this.root.child();
		second.child().register(named("deep"));
		first.register(named("first"));
		this.root.register(named("root"));
		this.root.cancel("now");
		this.root.cancel("again");
		assertThat(this.cancelled).containsExactly("root now", "deep now", "first now");
		assertThat(this.root.isEmpty()).isTrue();
	}

	@Test
	void knowsNothingOfScopesInWhichNothingIsLeft() {
		for (int i = 0; i < 3; i++) {
			ScopeNode inner = this.root.child().child();
			Consumer<String> work = named("work");
			inner.register(work);
			assertThat(this.root.isEmpty()).isFalse();
			inner.unregister(work);
			assertThat(this.root.isEmpty()).isTrue();
		}
	}

	@Test
	void isCancelledWithTheScopeAroundItAlsoIfItIsEmpty() {
		ScopeNode inner = this.root.child();
		ScopeNode detached = ScopeNode.detached();
		this.root.cancel("outside");
		assertThat(inner.isCancellationRequested()).isTrue();
		assertThat(this.root.child().isCancellationRequested()).isTrue();
		assertThat(detached.isCancellationRequested()).isFalse();
		assertThatExceptionOfType(CanceledFailure.class).isThrownBy(inner::throwIfCanceled)
			.withMessageContaining("outside");
	}

	@Test
	void doesNotCancelTheScopeAroundIt() {
		ScopeNode inner = this.root.child();
		this.root.register(named("root"));
		inner.register(named("inner"));
		inner.cancel("inside");
		assertThat(this.cancelled).containsExactly("inner inside");
		assertThat(this.root.isCancellationRequested()).isFalse();
		this.root.cancel("outside");
		assertThat(this.cancelled).containsExactly("inner inside", "root outside");
	}

}
