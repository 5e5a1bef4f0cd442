package dev.holdfast.benchmarks.whole;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.holdfast.engine.JvmThreads;

/** Keeps workflows in flight and counts the steps that they do. */
final class Meter {

	/** What steps answer when the time is over. */
	static final String STOP = "stop";

	/** So long that start and end of a workflow hardly count. */
	private static final int STEPS = 50;

	private static final long PAUSE_MILLIS = 3;

	private static final long LONGEST_START_NANOS = 20_000_000_000L;

	private static final long LONGEST_RECOVERY_NANOS = 300_000_000_000L;

	private static final LongAdder steps = new LongAdder();

	private static volatile boolean stopped;

	private static volatile long[] times = {};

	private Meter() {
	}

	/** One step; its answer tells the workflow whether to go on. */
	static String step(int index) {
		steps.increment();
		long[] kept = times;
		if (index < kept.length) {
			kept[index] = System.nanoTime();
		}
		return stopped ? STOP : Contestant.RESULT;
	}

	/** Something that a workflow does. */
	@FunctionalInterface
	interface Work {

		void run(int steps) throws Exception;

	}

	/** Steps per second with so many workflows in flight. */
	static double perSecond(int inFlight, long millis, Work work) throws InterruptedException {
		stopped = false;
		Executor threads = new JvmThreads().blocking("client-");
		CountDownLatch ended = new CountDownLatch(inFlight);
		for (int i = 0; i < inFlight; i++) {
			threads.execute(() -> {
				try {
					while (!stopped) {
						work.run(STEPS);
					}
				}
				catch (Exception ex) {
					ex.printStackTrace();
				}
				finally {
					ended.countDown();
				}
			});
		}
		awaitWork(steps.sum() + 2L * inFlight);
		long before = steps.sum();
		long began = System.nanoTime();
		Thread.sleep(millis);
		long after = steps.sum();
		double seconds = (System.nanoTime() - began) / 1e9;
		stopped = true;
		if (!ended.await(2, TimeUnit.MINUTES)) {
			throw new IllegalStateException(ended.getCount() + " workflows do not come to an end");
		}
		return (after - before) / seconds;
	}

	/** Waits until all are at work, but not for ever. */
	private static void awaitWork(long wanted) throws InterruptedException {
		long end = System.nanoTime() + LONGEST_START_NANOS;
		while (steps.sum() < wanted && System.nanoTime() < end) {
			Thread.sleep(10);
		}
	}

	/** Seconds from a moment until so many steps are done. */
	static double untilSteps(long wanted, long beganNanos) throws InterruptedException {
		while (steps.sum() < wanted) {
			if (System.nanoTime() - beganNanos > LONGEST_RECOVERY_NANOS) {
				throw new IllegalStateException(steps.sum() + " steps of " + wanted + " have been done");
			}
			Thread.sleep(1);
		}
		return (System.nanoTime() - beganNanos) / 1e9;
	}

	/**
	 * The 50th and the 99th percentile of a time in milliseconds, one after the other.
	 */
	static String latency(int count, Work work) throws Exception {
		stopped = false;
		double[] millis = new double[count];
		for (int i = 0; i < count; i++) {
			long began = System.nanoTime();
			work.run(1);
			millis[i] = (System.nanoTime() - began) / 1e6;
			Thread.sleep(PAUSE_MILLIS);
		}
		Arrays.sort(millis);
		return String.format(Locale.ROOT, "%f %f", millis[count / 2], millis[count * 99 / 100]);
	}

	/**
	 * What a step costs late in a run against one early in it: medians of 100 steps, the
	 * later ones measured against the early ones of another run at the same time.
	 */
	static double growth(int length, Work work) throws Exception {
		stopped = false;
		times = new long[length];
		work.run(length);
		long[] late = times;
		times = new long[600];
		work.run(600);
		long[] early = times;
		times = new long[] {};
		return median(late, length - 500) / median(early, 10);
	}

	private static double median(long[] times, int from) {
		long[] costs = new long[490];
		for (int i = 0; i < costs.length; i++) {
			costs[i] = times[from + i + 1] - times[from + i];
		}
		Arrays.sort(costs);
		return costs[costs.length / 2];
	}

}
