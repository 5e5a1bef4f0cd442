package dev.holdfast.engine.time;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.EngineThreads.WakeUp;
import dev.holdfast.engine.JvmThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TimersTests {

	private static final long HOUR = TimeUnit.HOURS.toMicros(1);

	private final EngineThreads jvm = new JvmThreads();

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger waits = new AtomicInteger();

	private final Timers timers = new Timers(TimersTests::now,
			(EngineThreads) Proxy.newProxyInstance(EngineThreads.class.getClassLoader(),
					new Class<?>[] { EngineThreads.class },
					(proxy, method, arguments) -> method.getName().equals("wakeUp") ? counted(this.jvm.wakeUp())
							: method.invoke(this.jvm, arguments)));

	@BeforeEach
	void start() {
		this.timers.start();
		await().until(() -> this.waits.get() > 0);
	}

	@AfterEach
	void stop() {
		this.timers.stop();
	}

	@Test
	void timeoutsOfWhatEndsBeforeWakeNobody() {
		scheduleAndAwait(HOUR).cancel();
		int before = this.calls.get();
		for (int i = 0; i < 100; i++) {
			this.timers.schedule(now() + HOUR, () -> {
			}).cancel();
		}
		assertThat(this.calls).hasValue(before);
	}

	@Test
	void whatIsDueBeforeAllElseIsRunInTime() {
		scheduleAndAwait(HOUR);
		AtomicInteger ran = new AtomicInteger();
		this.timers.schedule(now() + 1000, ran::incrementAndGet);
		await().until(() -> ran.get() == 1);
	}

	@Test
	void whatIsDueAfterOneThatWasTakenBackIsRunInTime() {
		scheduleAndAwait(TimeUnit.MILLISECONDS.toMicros(50)).cancel();
		AtomicInteger ran = new AtomicInteger();
		this.timers.schedule(now() + TimeUnit.MILLISECONDS.toMicros(60), ran::incrementAndGet);
		await().until(() -> ran.get() == 1);
	}

	@Test
	void noneIsForgotten() throws InterruptedException {
		int perThread = 5000;
		AtomicInteger ran = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int task = 0; task < perThread; task++) {
					this.timers.schedule(now() + HOUR, ran::incrementAndGet).cancel();
					this.timers.schedule(now() + ThreadLocalRandom.current().nextInt(500), ran::incrementAndGet);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		await().atMost(Duration.ofSeconds(10)).until(() -> ran.get() == 4 * perThread);
	}

	/** Schedules something that never runs, and waits until the thread waits for it. */
	private Timers.Handle scheduleAndAwait(long micros) {
		int before = this.waits.get();
		Timers.Handle handle = this.timers.schedule(now() + micros, () -> {
		});
		await().until(() -> this.waits.get() > before);
		return handle;
	}

	private WakeUp counted(WakeUp wakeUp) {
		return new WakeUp() {

			@Override
			public void call() {
				TimersTests.this.calls.incrementAndGet();
				wakeUp.call();
			}

			@Override
			public boolean await(long micros) {
				TimersTests.this.waits.incrementAndGet();
				return wakeUp.await(micros);
			}

			@Override
			public boolean isCalled() {
				return wakeUp.isCalled();
			}

		};
	}

	private static long now() {
		return System.nanoTime() / 1000;
	}

}
