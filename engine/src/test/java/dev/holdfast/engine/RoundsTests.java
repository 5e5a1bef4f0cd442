package dev.holdfast.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTests {

	private final JvmThreads threads = new JvmThreads();

	@Test
	void outliveWhateverIsThrown() {
		Rounds rounds = new Rounds("do it", new Backoff(1000, 5000, this.threads));
		assertThat(rounds.tryOnce(() -> {
			throw new OutOfMemoryError("no");
		})).isBetween(1L, 1000L);
		assertThat(rounds.failure()).contains("OutOfMemoryError");
		assertThat(rounds.tryOnce(() -> {
			throw new IllegalStateException("no");
		})).isBetween(1L, 2000L);
		assertThat(rounds.tryOnce(() -> {
			throw new StackOverflowError() {
				@Override
				public String toString() {
					throw new OutOfMemoryError("even to say so");
				}
			};
		})).isBetween(1L, 4000L);
		assertThat(rounds.failure()).isNotNull();
		assertThat(rounds.tryOnce(() -> {
		})).isZero();
		assertThat(rounds.failure()).isNull();
	}

	@Test
	void ofSeveralNodesComeBackAtDifferentTimes() {
		Set<Long> pauses = new HashSet<>();
		for (int node = 0; node < 20; node++) {
			Backoff backoff = new Backoff(50_000, 2_000_000, this.threads);
			for (int i = 0; i < 10; i++) {
				backoff.next();
			}
			long pause = backoff.next();
			assertThat(pause).isBetween(1L, 2_000_000L);
			pauses.add(pause / 1000);
		}
		assertThat(pauses).hasSizeGreaterThan(15);
		assertThat(pauses).anyMatch((millis) -> millis < 1000).anyMatch((millis) -> millis > 1000);
	}

	@Test
	void goOnInALoopOfTheirOwn() {
		AtomicInteger count = new AtomicInteger();
		Rounds rounds = new Rounds("do it", new Backoff(1, 1, this.threads));
		while (count.get() < 100) {
			rounds.tryOnce(() -> {
				if (count.incrementAndGet() % 2 == 0) {
					throw new LinkageError("no");
				}
			});
		}
		assertThat(count).hasValue(100);
	}

}
