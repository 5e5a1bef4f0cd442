package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.holdfast.engine.JvmThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the watch takes for time that code has had. */
class CodeWatchTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

	private final List<String> found = new ArrayList<>();

	private final AtomicLong processTime = new AtomicLong();

	private final AtomicLong threadTime = new AtomicLong();

	private final CountDownLatch over = new CountDownLatch(1);

	private long now;

	private CodeWatch watch;

	@AfterEach
	void end() {
		this.over.countDown();
	}

	/** A watch whose looks this test takes. */
	private void watch() {
		this.watch = new CodeWatch(new CodeWatch.Settings(Duration.ofSeconds(1), true), new JvmThreads(),
				new CodeWatch.Listener() {

					@Override
					public void keepsItsThread(KeptThread kept) {
						CodeWatchTests.this.found.add("reported");
					}

					@Override
					public void givenUp(KeptThread kept) {
						CodeWatchTests.this.found.add("given up");
					}
				}, new CpuTimes() {

					@Override
					public long of(Thread thread) {
						return CodeWatchTests.this.threadTime.get();
					}

					@Override
					public long process() {
						return CodeWatchTests.this.processTime.get();
					}
				});
		this.watch.look(0);
	}

	/** Code of a run on a thread of its own. */
	private void begin(Runnable code) {
		WatchedCode watched = this.watch.of(new RunIdentity("x", new UUID(0, 0)), "X");
		CountDownLatch begun = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			watched.begin(10 * SECOND, null);
			begun.countDown();
			code.run();
		});
		thread.setDaemon(true);
		thread.start();
		await(begun);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void loop() {
		while (this.over.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	private void look(long after, long computed) {
		this.now += after;
		this.processTime.addAndGet(computed);
		this.threadTime.addAndGet(computed);
		this.watch.look(this.now);
	}

	@Test
	void isThatInWhichItWaits() {
		watch();
		CountDownLatch waiting = new CountDownLatch(1);
		Thread[] thread = new Thread[1];
		begin(() -> {
			thread[0] = Thread.currentThread();
			waiting.countDown();
			await(this.over);
		});
		await(waiting);
		while (thread[0].getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		for (int i = 0; i < 110; i++) {
			look(TICK, 0);
		}
		assertThat(this.found).containsExactly("reported", "given up");
	}

	@Test
	void isThatInWhichItComputes() {
		watch();
		begin(this::loop);
		for (int i = 0; i < 10; i++) {
			look(TICK, TICK);
		}
		assertThat(this.found).as("the first look only saw that it had begun").isEmpty();
		look(TICK, TICK);
		assertThat(this.found).containsExactly("reported");
		for (int i = 0; i < 95; i++) {
			look(TICK, TICK);
		}
		assertThat(this.found).containsExactly("reported", "given up");
	}

	@Test
	void isNotThatInWhichTheProcessStoodStill() {
		watch();
		begin(this::loop);
		look(TICK, TICK);
		look(3 * SECOND, 3 * SECOND);
		assertThat(this.found).as("a collection of garbage on all processors, say").isEmpty();
		look(3600 * SECOND, TICK);
		assertThat(this.found).as("a machine that was suspended").isEmpty();
	}

	@Test
	void isNotThatInWhichTheMachineHadNoTimeForIt() {
		watch();
		begin(this::loop);
		for (int i = 0; i < 50; i++) {
			look(TICK, TICK / 8);
		}
		assertThat(this.found).as("five seconds on the clock, six tenths on a processor").isEmpty();
		for (int i = 0; i < 40; i++) {
			look(TICK, TICK / 8);
		}
		assertThat(this.found).containsExactly("reported");
	}

	@Test
	void beginsAnewWithEachTurn() {
		watch();
		WatchedCode watched = this.watch.of(new RunIdentity("x", new UUID(0, 0)), "X");
		watched.begin(10 * SECOND, null);
		for (int i = 0; i < 50; i++) {
			look(TICK, TICK);
			watched.leave();
			watched.comeBack();
		}
		assertThat(this.found).isEmpty();
		assertThat(watched.isOverdue()).isFalse();
		for (int i = 0; i < 60; i++) {
			look(TICK, TICK);
			watched.leave();
			watched.comeBack();
		}
		assertThat(this.found).isEmpty();
		assertThat(watched.isOverdue()).as("but not the time of the task").isTrue();
		watched.end();
	}

	@Test
	void isNotThatBeforeACoroutineGetsItsThread() {
		watch();
		WatchedCode watched = this.watch.of(new RunIdentity("x", new UUID(0, 0)), "X");
		watched.begin(10 * SECOND, null);
		watched.leave();
		for (int i = 0; i < 300; i++) {
			look(TICK, TICK);
		}
		assertThat(this.found).isEmpty();
		watched.comeBack();
		watched.end();
	}

}
