package dev.holdfast.engine.activity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.ManualClock;
import dev.holdfast.engine.time.Timers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How often heartbeats are written down. */
class HeartbeatIntervalTests {

	private final ManualClock clock = new ManualClock();

	private final Timers timers = new Timers(this.clock, new JvmThreads());

	private final List<String> written = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.timers.start();
	}

	@AfterEach
	void stop() {
		this.timers.stop();
	}

	@Test
	void isFourFifthsOfTheTimeout() {
		assertInterval(10_000_000L, Duration.ofSeconds(8));
	}

	@Test
	void isAMinuteAtTheMost() {
		assertInterval(3_600_000_000L, Duration.ofSeconds(60));
	}

	@Test
	void isHalfAMinuteWithoutATimeout() {
		assertInterval(null, Duration.ofSeconds(30));
	}

	@Test
	void endsWithTheAttempt() {
		Heartbeats heartbeats = new Heartbeats(this.clock, this.timers, null, this::write);
		heartbeats.beat(bytes("first"), false);
		heartbeats.beat(bytes("second"), false);
		heartbeats.end();
		this.clock.advance(Duration.ofMinutes(1));
		EngineRig.await(this.timers::isIdle);
		assertThat(this.written).containsExactly("first");
		assertThat(heartbeats.lastDetails()).isEqualTo(bytes("second"));
	}

	private void assertInterval(@Nullable Long timeout, Duration interval) {
		Heartbeats heartbeats = new Heartbeats(this.clock, this.timers, timeout, this::write);
		heartbeats.begin(this.clock.micros());
		heartbeats.beat(bytes("first"), false);
		assertThat(this.written).containsExactly("first");
		heartbeats.beat(bytes("second"), false);
		heartbeats.beat(bytes("third"), false);
		heartbeats.beat(null, false);
		this.clock.advance(interval.minusMillis(1));
		EngineRig.await(this.timers::isIdle);
		assertThat(this.written).containsExactly("first");
		this.clock.advance(Duration.ofMillis(1));
		EngineRig.await(() -> this.written.size() == 2);
		assertThat(this.written).containsExactly("first", "third");
		this.clock.advance(interval);
		heartbeats.beat(bytes("fourth"), false);
		assertThat(this.written).containsExactly("first", "third", "fourth");
	}

	private void write(byte @Nullable [] details) {
		this.written.add((details != null) ? new String(details, StandardCharsets.UTF_8) : "nothing");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
