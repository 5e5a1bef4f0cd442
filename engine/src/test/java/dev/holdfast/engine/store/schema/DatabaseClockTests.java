package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/** The database's clock, carried on between samples. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("what is written to the console is everybody's")
class DatabaseClockTests {

	private static final long SECOND = 1_000_000;

	private long databaseMicros = 1_000 * SECOND;

	private long nanos = Long.MAX_VALUE - 3;

	private long askingTakesNanos;

	@Test
	void goesOnBetweenSamples() {
		DatabaseClock clock = clock();
		assertThat(clock.micros()).isEqualTo(1_000 * SECOND);
		pass(2_500_000);
		assertThat(clock.micros()).isEqualTo(1_002 * SECOND + 500_000);
		assertThat(clock.untilDue(1_003 * SECOND)).isEqualTo(500_000);
		assertThat(clock.untilDue(900 * SECOND)).isZero();
		assertThat(clock.untilDue(Long.MAX_VALUE)).isPositive();
	}

	@Test
	void followsTheDatabase(CapturedOutput output) {
		DatabaseClock clock = clock();
		pass(SECOND);
		this.databaseMicros += 60 * SECOND;
		clock.resample();
		assertThat(clock.micros()).isEqualTo(1_061 * SECOND);
		assertThat(output).doesNotContain("went back");
	}

	@Test
	void standsStillWhileTheDatabaseIsBehind(CapturedOutput output) {
		DatabaseClock clock = clock();
		assertThat(clock.micros()).isEqualTo(1_000 * SECOND);
		this.databaseMicros -= 90 * SECOND;
		clock.resample();
		assertThat(clock.micros()).isEqualTo(1_000 * SECOND);
		assertThat(clock.untilDue(1_000 * SECOND)).isZero();
		assertThat(clock.untilDue(1_001 * SECOND)).isEqualTo(91 * SECOND);
		pass(89 * SECOND);
		clock.resample();
		assertThat(clock.micros()).isEqualTo(1_000 * SECOND);
		pass(2 * SECOND);
		assertThat(clock.micros()).isEqualTo(1_001 * SECOND);
		assertThat(output.getOut().split("went back by 90000 ms", -1)).hasSize(2);
	}

	@Test
	void littleStepsBackAreNotWorthALine(CapturedOutput output) {
		DatabaseClock clock = clock();
		this.databaseMicros -= 900_000;
		clock.resample();
		assertThat(output).doesNotContain("went back");
	}

	@Test
	void takesTheMiddleOfTheRoundTrip() {
		this.askingTakesNanos = 10_000_000;
		DatabaseClock clock = clock();
		// The database answered 5 ms ago, before the second half of the round trip.
		assertThat(clock.micros()).isEqualTo(1_000 * SECOND + 5_000);
	}

	@Test
	void asksAgainWhenTheAnswerTookLong() {
		AtomicInteger asked = new AtomicInteger();
		DatabaseClock clock = new DatabaseClock(() -> {
			long answer = this.databaseMicros;
			pass((asked.incrementAndGet() == 1) ? 10 * SECOND : 1_000);
			return answer;
		}, () -> this.nanos);
		assertThat(asked).hasValue(2);
		assertThat(clock.micros()).isEqualTo(1_010 * SECOND + 500);
	}

	@Test
	void goesOnWhenTheDatabaseDoesNotAnswer() {
		boolean[] down = new boolean[1];
		DatabaseClock clock = new DatabaseClock(() -> {
			if (down[0]) {
				throw new IllegalStateException("down");
			}
			return this.databaseMicros;
		}, () -> this.nanos);
		down[0] = true;
		assertThatIllegalStateException().isThrownBy(clock::resample);
		pass(SECOND);
		assertThat(clock.micros()).isEqualTo(1_001 * SECOND);
	}

	@Test
	void neverGoesBackForAnyThread() throws Exception {
		AtomicInteger samples = new AtomicInteger();
		DatabaseClock clock = new DatabaseClock(() -> System.nanoTime() / 1000 - samples.incrementAndGet() % 5 * 10_000,
				System::nanoTime);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Callable<Boolean> reader = () -> {
				long last = clock.micros();
				for (int i = 0; i < 200_000; i++) {
					long now = clock.micros();
					if (now < last) {
						return false;
					}
					last = now;
					if (i % 1000 == 0) {
						clock.resample();
					}
				}
				return true;
			};
			for (Future<Boolean> result : threads.invokeAll(Stream.generate(() -> reader).limit(4).toList())) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			threads.shutdown();
		}
	}

	@ParameterizedTest
	@EnumSource
	void readsARealDatabase(DatabaseKind kind) throws Exception {
		DatabaseClock clock = new DatabaseClock(Databases.empty(kind), kind);
		assertThat(clock.micros()).isCloseTo(Micros.of(Instant.now()), within(5 * SECOND));
		clock.resample();
		assertThat(clock.micros()).isCloseTo(Micros.of(Instant.now()), within(5 * SECOND));
	}

	@ParameterizedTest
	@EnumSource
	void timeDoesNotFreezeWithoutAutoCommit(DatabaseKind kind) throws Exception {
		try (Connection connection = Databases.empty(kind).getConnection()) {
			connection.setAutoCommit(false);
			DatabaseClock clock = new DatabaseClock(new SingleConnectionDataSource(connection, true), kind);
			long before = clock.micros();
			EngineRig.await(() -> {
				clock.resample();
				return clock.micros() - before > SECOND / 20;
			});
		}
	}

	private DatabaseClock clock() {
		return new DatabaseClock(() -> {
			long answer = this.databaseMicros;
			pass(this.askingTakesNanos / 1000);
			return answer;
		}, () -> this.nanos);
	}

	private void pass(long micros) {
		this.databaseMicros += micros;
		this.nanos += micros * 1000;
	}

}
