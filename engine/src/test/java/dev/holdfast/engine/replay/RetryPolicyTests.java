package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.holdfast.activity.RetryPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetryPolicyTests {

	@Test
	void delaysGrowUpToTheLimit() {
		assertThat(IntStream.of(1, 2, 3, 7, 8, 1000).mapToObj(RetryPolicy.unlimited()::delayAfter)).containsExactly(
				Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(64),
				Duration.ofSeconds(100), Duration.ofSeconds(100));
		RetryPolicy policy = RetryPolicy.maximumAttempts(5)
			.initialInterval(Duration.ofMillis(10))
			.backoffCoefficient(1.5)
			.maximumInterval(Duration.ofMillis(20));
		assertThat(IntStream.rangeClosed(1, 4).mapToObj(policy::delayAfter)).containsExactly(Duration.ofMillis(10),
				Duration.ofMillis(15), Duration.ofMillis(20), Duration.ofMillis(20));
	}

	@Test
	void veryLongDelaysDoNotOverflow() {
		RetryPolicy policy = RetryPolicy.unlimited().initialInterval(Duration.ofDays(36_500)).backoffCoefficient(10);
		assertThat(policy.delayAfter(50)).isPositive();
	}

	@Test
	void whatCannotWorkIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.maximumAttempts(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.once().initialInterval(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.once().backoffCoefficient(0.5));
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.once().backoffCoefficient(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.once().maximumInterval(Duration.ofMillis(1)));
	}

}
