package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.JvmThreads;
import org.jspecify.annotations.Nullable;

/**
 * Looks, a few times a second, for how long the code of each run has had its thread. Code
 * that keeps it too long is reported; code that keeps it even longer is given up: its
 * task fails, and its thread, which nothing can stop, is left alone. Thread-safe.
 * <p>
 * It is a platform thread, so that code that holds every carrier of virtual threads does
 * not hold it too.
 */
public final class CodeWatch {

	/** Watches nothing: for code that is replayed outside of an engine. */
	public static final CodeWatch NONE = new CodeWatch(new Settings(Duration.ZERO, false), new JvmThreads(),
			Listener.NONE);

	/** How many threads of one workflow type may have been given up at a time. */
	static final int GIVEN_UP_PER_TYPE = 8;

	private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(10);

	private static final int TICKS_UNTIL_REPORT = 10;

	private final long detection;

	private final long tick;

	private final boolean limits;

	private final boolean watches;

	private final EngineThreads threads;

	private final EngineThreads.WakeUp stopping;

	private final Listener listener;

	private final CpuTimes cpuTimes;

	private final Carriers carriers;

	private final Set<WatchedCode> open = ConcurrentHashMap.newKeySet();

	private final List<GivenUpCode> givenUp = new CopyOnWriteArrayList<>();

	private long lastLook;

	private long lastProcessTime;

	private volatile @Nullable Object running;

	/**
	 * How to watch.
	 *
	 * @param detection after what time code is reported; zero for never
	 * @param limits whether code is given up at all: not while somebody debugs it
	 */
	public record Settings(Duration detection, boolean limits) {
	}

	/** Told what the watch finds. */
	public interface Listener {

		/** Tells nobody. */
		Listener NONE = new Listener() {

			@Override
			public void keepsItsThread(KeptThread kept) {
				// nobody to tell
			}

			@Override
			public void givenUp(KeptThread kept) {
				// nobody to tell
			}
		};

		/** Code has not yielded for the time of the settings. */
		void keepsItsThread(KeptThread kept);

		/** The task of such code has failed; its thread is left alone. */
		void givenUp(KeptThread kept);

	}

	/** A stretch of code that was given up, and whether its thread is at it yet. */
	private record GivenUpCode(String workflowType, boolean query, WatchedCode.Stretch stretch) {
	}

	public CodeWatch(Settings settings, EngineThreads threads, Listener listener) {
		this(settings, threads, listener, CpuTimes.ofThisProcess());
	}

	CodeWatch(Settings settings, EngineThreads threads, Listener listener, CpuTimes cpuTimes) {
		this.detection = settings.detection().toNanos();
		this.tick = (this.detection > 0)
				? Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, this.detection / TICKS_UNTIL_REPORT)) : LONGEST_TICK;
		this.limits = settings.limits();
		this.watches = this.limits || this.detection > 0;
		this.threads = threads;
		this.stopping = threads.wakeUp();
		this.carriers = new Carriers(threads.coroutines());
		this.listener = listener;
		this.cpuTimes = cpuTimes;
	}

	// Life

	/** Begins to look. Of no effect if it does so already. */
	public synchronized void start() {
		if (this.running == null && this.watches) {
			Object start = new Object();
			this.running = start;
			this.threads.loop("holdfast-watch", () -> lookAgainAndAgain(start));
		}
	}

	/** Ends to look. */
	public synchronized void stop() {
		this.running = null;
		this.stopping.call();
	}

	private void lookAgainAndAgain(Object start) {
		this.lastLook = this.threads.nanoTime();
		this.lastProcessTime = this.cpuTimes.process();
		while (this.running == start) {
			this.stopping.await(this.tick / 1000);
			try {
				look(this.threads.nanoTime());
			}
			catch (Throwable ex) { // memory may be short: code that eats it is what this
									// is for
				this.lastLook = this.threads.nanoTime();
			}
		}
	}

	/**
	 * Looks once. Time in which this thread did not get to look either is hardly counted:
	 * the process stood still, or the machine is busy.
	 */
	void look(long now) {
		long elapsed = Math.min(now - this.lastLook, 2 * this.tick);
		this.lastLook = now;
		long processTime = this.cpuTimes.process();
		long computed = (processTime < 0) ? elapsed : Math.min(elapsed, processTime - this.lastProcessTime);
		this.lastProcessTime = processTime;
		for (WatchedCode code : this.open) {
			WatchedCode.Finding finding = code.look(elapsed, computed, this.detection, this.limits, this.cpuTimes);
			if (finding != null) {
				follow(code, finding);
			}
		}
		this.givenUp.removeIf((each) -> each.stretch().isOver());
		this.carriers.giveBack();
		this.carriers.wake();
	}

	private void follow(WatchedCode code, WatchedCode.Finding finding) {
		if (finding.kept().computes()) {
			this.carriers.replace(finding);
		}
		if (finding.givenUp()) {
			this.givenUp.add(new GivenUpCode(finding.kept().workflowType(), finding.inQuery(), finding.stretch()));
			this.listener.givenUp(finding.kept());
			code.tellGivenUp(finding);
		}
		else {
			this.listener.keepsItsThread(finding.kept());
		}
	}

	// What it watches

	/** Watches the code of a run from now on, while it is at work. */
	WatchedCode of(RunIdentity identity, String workflowType) {
		return new WatchedCode(this, identity, workflowType);
	}

	void opened(WatchedCode code) {
		if (this.watches) {
			this.open.add(code);
		}
	}

	void closed(WatchedCode code) {
		this.open.remove(code);
	}

	/**
	 * Whether code of a type may begin: not while too much code of it was given up and
	 * still holds threads, which cost the processors of this node.
	 */
	boolean hasRoom(String workflowType, boolean query) {
		if (this.givenUp.isEmpty()) {
			return true;
		}
		return givenUp((each) -> each.workflowType().equals(workflowType) && each.query() == query)
			.size() < GIVEN_UP_PER_TYPE;
	}

	/** How many threads hold code that was given up. */
	public int givenUpThreads() {
		return givenUp((each) -> true).size();
	}

	private List<GivenUpCode> givenUp(Predicate<GivenUpCode> which) {
		List<GivenUpCode> found = new ArrayList<>();
		for (GivenUpCode each : this.givenUp) {
			if (which.test(each) && !each.stretch().isOver()) {
				found.add(each);
			}
		}
		return found;
	}

}
