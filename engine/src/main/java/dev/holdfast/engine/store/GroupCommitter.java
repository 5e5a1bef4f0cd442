package dev.holdfast.engine.store;

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
 * <p>
 * Where steps can be written by one statement, two threads write: while one waits for the
 * disk, the other one need not. Only the first of them writes what concerns other runs,
 * so that steps of one node are not in each other's way.
 */
public final class GroupCommitter {

	private static final Logger logger = LoggerFactory.getLogger(GroupCommitter.class);

	private static final long FIRST_PAUSE_MICROS = TimeUnit.MILLISECONDS.toMicros(50);

	private static final long LONGEST_PAUSE_MICROS = TimeUnit.SECONDS.toMicros(2);

	private static final long STOP_MICROS = TimeUnit.SECONDS.toMicros(10);

	/** Steps that change nothing but their runs. */
	private final Queue<WaitingStep> simple = new ConcurrentLinkedQueue<>();

	private final Queue<WaitingStep> others = new ConcurrentLinkedQueue<>();

	private final Map<DatabaseFailure, AtomicLong> failures = new EnumMap<>(DatabaseFailure.class);

	private final AtomicInteger attempts = new AtomicInteger();

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicLong written = new AtomicLong();

	private final EngineTransactions transactions;

	private final CommitSeam seam;

	private final GroupWriter writer;

	private final Runnable durably;

	private final EngineThreads threads;

	private final CommitLane first;

	private final @Nullable CommitLane second;

	private volatile boolean running;

	private volatile @Nullable String failure;

	GroupCommitter(EngineTransactions transactions, GroupWriter writer, CommitSeam seam, Runnable durably,
			EngineThreads threads) {
		this.transactions = transactions;
		this.writer = writer;
		this.seam = seam;
		this.durably = durably;
		this.threads = threads;
		this.first = new CommitLane(this, List.of(this.others, this.simple), threads, backoff());
		this.second = writer.hasSingleStatements() ? new CommitLane(this, List.of(this.simple), threads, backoff())
				: null;
		for (DatabaseFailure kind : DatabaseFailure.values()) {
			this.failures.put(kind, new AtomicLong());
		}
	}

	private Backoff backoff() {
		return new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, this.threads);
	}

	public synchronized void start() {
		this.running = true;
		lanes().forEach(CommitLane::start);
	}

	private List<CommitLane> lanes() {
		return (this.second != null) ? List.of(this.first, this.second) : List.of(this.first);
	}

	/** Writes what is queued and ends. */
	public synchronized void stop() {
		this.running = false;
		try {
			for (CommitLane lane : lanes()) {
				if (!lane.join(STOP_MICROS)) {
					logger.warn("The committer did not end within 10 s; {} steps were not written", waiting());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Queues a step. The outcome is told on a thread of the committer, which must not be
	 * held up.
	 */
	public void submit(RunCommit commit, Consumer<CommitOutcome> whenDone) {
		this.waiting.incrementAndGet();
		WaitingStep step = new WaitingStep(commit, whenDone, backoff());
		if (this.second == null || !commit.isSimple()) {
			again(step);
			return;
		}
		this.simple.add(step);
		(this.first.isIdle() ? this.first : this.second).wake();
	}

	/** Queues a step for the first thread. */
	void again(WaitingStep step) {
		this.others.add(step);
		this.first.wake();
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

	boolean isRunning() {
		return this.running;
	}

	/** Whether there may be something to write. */
	boolean isOpen() {
		return this.running || this.waiting.get() > 0;
	}

	/** How many groups have been written. */
	long written() {
		return this.written.get();
	}

	/** Answers what went wrong, or {@code null} if nothing did. */
	@Nullable Throwable tryWrite(List<WaitingStep> group) {
		List<RunCommit> commits = group.stream().map(WaitingStep::commit).toList();
		Map<RunCommit, CommitOutcome> outcomes;
		try {
			outcomes = this.writer.isOneStatement(commits) ? writeAtOnce(commits) : writeTogether(commits);
			this.durably.run();
			worksAgain();
		}
		catch (Exception ex) {
			commits.forEach((commit) -> commit.outcomeUnknown = true);
			noteFailure(group.size(), ex);
			return ex;
		}
		for (WaitingStep step : group) {
			CommitOutcome outcome = outcomes.get(step.commit());
			tell(step, (outcome != null) ? outcome : CommitOutcome.of(CommitOutcome.Kind.ABORTED));
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
		this.written.incrementAndGet();
		if (this.failure != null) {
			logger.info("The node can write again, after {} attempts that failed", this.attempts.get());
			this.failure = null;
		}
		this.attempts.set(0);
	}

	/** Only what concerns every step says that the node cannot write. */
	private void noteFailure(int steps, Exception ex) {
		DatabaseFailure kind = DatabaseFailure.of(ex);
		Objects.requireNonNull(this.failures.get(kind)).incrementAndGet();
		boolean outage = kind == DatabaseFailure.OUTAGE;
		this.failure = outage ? ex.toString() : null;
		if (!outage || Integer.bitCount(this.attempts.incrementAndGet()) == 1) {
			logger.warn("A group of {} steps could not be written ({}) and is tried again: {}", steps, kind,
					ex.toString());
		}
		logger.debug("Why it could not be written", ex);
	}

	/** Something failed that even a report of it did not survive. */
	void broken() {
		this.failure = "out of memory, or broken beyond words";
	}

	void tell(WaitingStep step, CommitOutcome outcome) {
		try {
			step.tell(outcome);
		}
		finally {
			if (this.waiting.decrementAndGet() == 0 && !this.running) { // what follows is
				lanes().forEach(CommitLane::wake); // under way
			}
		}
	}

}
