package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.EngineThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the steps of runs, many in one transaction when many wait: whatever has
 * gathered while one group was being written is the next group, so that nobody waits for
 * the sake of grouping. While the database does not answer, steps wait and are tried
 * again; fencing decides what they are worth by then. What fails for a reason of its own
 * is put aside meanwhile, and holds up nobody.
 */
public final class GroupCommitter {

	private static final Logger logger = LoggerFactory.getLogger(GroupCommitter.class);

	private static final int MAX_GROUP = 256;

	private static final int MAX_REJECTIONS = 3;

	private static final int MAX_UNKNOWN = 10;

	/** After so many attempts in an outage each step is tried alone: one may cause it. */
	private static final int TRIES_TOGETHER = 4;

	private static final int TRIES_AT_STOP = 5;

	private static final long FIRST_PAUSE_MICROS = TimeUnit.MILLISECONDS.toMicros(50);

	private static final long LONGEST_PAUSE_MICROS = TimeUnit.SECONDS.toMicros(2);

	private static final long IDLE_MICROS = TimeUnit.SECONDS.toMicros(1);

	private static final long STOP_MICROS = TimeUnit.SECONDS.toMicros(10);

	private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();

	private final Map<DatabaseFailure, AtomicLong> failures = new EnumMap<>(DatabaseFailure.class);

	private final Backoff outage;

	private final AtomicInteger waiting = new AtomicInteger();

	private final EngineTransactions transactions;

	private final CommitSeam seam;

	private final GroupWriter writer;

	private final Runnable durably;

	private final EngineThreads threads;

	private final EngineThreads.WakeUp queued;

	private EngineThreads.@Nullable Loop loop;

	private volatile boolean running;

	private volatile @Nullable String failure;

	private long written;

	/**
	 * A step that waits to be written, how often that has failed, and how often because
	 * of something else than others that were in its way.
	 */
	private static final class Entry {

		private final RunCommit commit;

		private final Consumer<CommitOutcome> whenDone;

		private final Backoff backoff;

		private boolean alone;

		private int attempts;

		private int faults;

		private long writtenBefore;

		Entry(RunCommit commit, Consumer<CommitOutcome> whenDone, Backoff backoff) {
			this.commit = commit;
			this.whenDone = whenDone;
			this.backoff = backoff;
		}

		RunCommit commit() {
			return this.commit;
		}

		Consumer<CommitOutcome> whenDone() {
			return this.whenDone;
		}

	}

	GroupCommitter(EngineTransactions transactions, GroupWriter writer, CommitSeam seam, Runnable durably,
			EngineThreads threads) {
		this.transactions = transactions;
		this.writer = writer;
		this.seam = seam;
		this.durably = durably;
		this.threads = threads;
		this.queued = threads.wakeUp();
		this.outage = backoff();
		for (DatabaseFailure kind : DatabaseFailure.values()) {
			this.failures.put(kind, new AtomicLong());
		}
	}

	private Backoff backoff() {
		return new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, this.threads);
	}

	public synchronized void start() {
		this.running = true;
		this.loop = this.threads.loop("holdfast-commit-", this::run);
	}

	/** Writes what is queued and ends. */
	public synchronized void stop() {
		this.running = false;
		EngineThreads.Loop committer = this.loop;
		if (committer == null) {
			return;
		}
		this.queued.call();
		try {
			if (!committer.join(STOP_MICROS)) {
				logger.warn("The committer did not end within 10 s; {} steps were not written", this.queue.size());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.loop = null;
	}

	/**
	 * Queues a step. The outcome is told on the committer's thread, which must not be
	 * held up.
	 */
	public void submit(RunCommit commit, Consumer<CommitOutcome> whenDone) {
		this.waiting.incrementAndGet();
		this.queue.add(new Entry(commit, whenDone, backoff()));
		this.queued.call();
	}

	/** How many attempts to write have failed in a way. */
	public long failures(DatabaseFailure kind) {
		return Objects.requireNonNull(this.failures.get(kind)).get();
	}

	/** Why the database takes no writes, or {@code null} if it does. */
	public @Nullable String failure() {
		return this.failure;
	}

	/** How many steps are queued or being written. */
	public int waiting() {
		return this.waiting.get();
	}

	private void run() {
		List<Entry> group = new ArrayList<>();
		while (this.running || this.waiting.get() > 0) {
			if (this.queue.isEmpty()) {
				this.queued.await(IDLE_MICROS);
				continue;
			}
			try {
				gather(group);
				write(group);
			}
			catch (Throwable ex) {
				failedBadly(group, ex);
			}
			finally {
				group.clear();
			}
		}
	}

	/** The next steps: as many as wait, or one that is better left to itself. */
	private void gather(List<Entry> group) {
		for (Entry next = this.queue.peek(); next != null && group.size() < MAX_GROUP; next = this.queue.peek()) {
			if (next.alone && !group.isEmpty()) {
				return;
			}
			group.add(this.queue.remove());
			if (next.alone) {
				return;
			}
		}
	}

	/** Steps whose outcome is not known any more go on from what was written. */
	private void failedBadly(List<Entry> group, Throwable ex) {
		try {
			logger.error("The committer failed on a group of {} and goes on", group.size(), ex);
			group.forEach((entry) -> tell(entry, CommitOutcome.of(CommitOutcome.Kind.ABORTED)));
		}
		catch (Throwable again) {
			this.failure = "out of memory, or broken beyond words";
		}
	}

	private void write(List<Entry> group) {
		Throwable failed = tryWrite(group);
		while (failed != null && DatabaseFailure.of(failed) == DatabaseFailure.OUTAGE
				&& this.outage.failures() < TRIES_TOGETHER) {
			pause(this.outage.next());
			failed = tryWrite(group);
		}
		if (failed == null) {
			return;
		}
		if (group.size() == 1) {
			failedAlone(group.get(0), failed);
			return;
		}
		// One of them fails, or two are in each other's way: those that can be are
		// written.
		group.forEach((entry) -> write(List.of(entry)));
	}

	/**
	 * A step that cannot be written is put aside for a while, so that it holds up nobody.
	 * It waits for as long as the database does not work, and is rejected if it is the
	 * step that fails.
	 */
	private void failedAlone(Entry entry, Throwable failed) {
		DatabaseFailure kind = DatabaseFailure.of(failed);
		entry.attempts++;
		if (kind != DatabaseFailure.CONFLICT) { // however long others were in its way
			entry.faults++;
		}
		boolean itsFault = switch (kind) {
			case DUPLICATE, REJECTED -> entry.faults >= MAX_REJECTIONS;
			case UNKNOWN -> entry.faults >= MAX_UNKNOWN;
			case OUTAGE -> entry.faults >= MAX_UNKNOWN && entry.alone && this.written > entry.writtenBefore;
			case CONFLICT -> false;
		};
		entry.alone = true;
		entry.writtenBefore = this.written;
		if (itsFault) {
			tell(entry, CommitOutcome.rejected(failed.toString()));
		}
		else if (!this.running && entry.attempts >= TRIES_AT_STOP) {
			tell(entry, CommitOutcome.of(CommitOutcome.Kind.ABORTED));
		}
		else {
			this.threads.later(entry.backoff.next(), () -> {
				this.queue.add(entry);
				this.queued.call();
			});
		}
	}

	/** Answers what went wrong, or {@code null} if nothing did. */
	private @Nullable Throwable tryWrite(List<Entry> group) {
		List<RunCommit> commits = group.stream().map(Entry::commit).toList();
		Map<RunCommit, CommitOutcome> outcomes;
		try {
			outcomes = this.writer.isOneStatement(commits) ? writeAtOnce(commits) : writeTogether(commits);
			this.durably.run();
			worksAgain();
		}
		catch (Exception ex) {
			commits.forEach((commit) -> commit.outcomeUnknown = true);
			noteFailure(group, ex);
			return ex;
		}
		for (Entry entry : group) {
			CommitOutcome outcome = outcomes.get(entry.commit());
			tell(entry, (outcome != null) ? outcome : CommitOutcome.of(CommitOutcome.Kind.ABORTED));
		}
		return null;
	}

	private Map<RunCommit, CommitOutcome> writeTogether(List<RunCommit> commits) {
		return this.seam.commit(() -> this.transactions.own((session) -> this.writer.write(commits, session)));
	}

	private Map<RunCommit, CommitOutcome> writeAtOnce(List<RunCommit> commits) {
		Map<RunCommit, CommitOutcome> outcomes = new HashMap<>(
				this.seam.commit(() -> this.writer.writeAtOnce(commits)));
		List<RunCommit> others = commits.stream().filter((commit) -> !outcomes.containsKey(commit)).toList();
		if (!others.isEmpty()) {
			outcomes.putAll(writeTogether(others));
		}
		return outcomes;
	}

	private void worksAgain() {
		this.written++;
		if (this.failure != null) {
			logger.info("The node can write again, after {} attempts that failed", this.outage.failures() + 1);
			this.failure = null;
		}
		this.outage.reset();
	}

	/** Only what concerns every step says that the node cannot write. */
	private void noteFailure(List<Entry> group, Exception ex) {
		DatabaseFailure kind = DatabaseFailure.of(ex);
		Objects.requireNonNull(this.failures.get(kind)).incrementAndGet();
		boolean outage = kind == DatabaseFailure.OUTAGE;
		this.failure = outage ? ex.toString() : null;
		if (!outage || Integer.bitCount(this.outage.failures() + 1) == 1) {
			logger.warn("A group of {} steps could not be written ({}) and is tried again: {}", group.size(), kind,
					ex.toString());
		}
		logger.debug("Why it could not be written", ex);
	}

	private void tell(Entry entry, CommitOutcome outcome) {
		try {
			entry.whenDone().accept(outcome);
		}
		catch (RuntimeException | Error ex) {
			logger.error("What follows the commit of run {} failed", entry.commit().runId, ex);
		}
		finally {
			this.waiting.decrementAndGet(); // what follows is under way
		}
	}

	private void pause(long micros) {
		try {
			this.threads.sleep(micros);
		}
		catch (InterruptedException ex) {
			logger.debug("The committer was interrupted while it waited for the database");
		}
	}

}
