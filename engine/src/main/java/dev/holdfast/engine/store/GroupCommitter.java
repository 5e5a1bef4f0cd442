package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.holdfast.engine.EngineThreads;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * Commits the steps of runs, many in one transaction when many wait: whatever has
 * gathered while one group was being written is the next group, so that nobody waits for
 * the sake of grouping. While the database does not answer, steps wait and are tried
 * again; fencing decides what they are worth by then.
 */
public final class GroupCommitter {

	private static final Logger logger = LoggerFactory.getLogger(GroupCommitter.class);

	private static final int MAX_GROUP = 256;

	private static final int MAX_REJECTIONS = 3;

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 2000;

	private static final long IDLE_MICROS = TimeUnit.SECONDS.toMicros(1);

	private static final long STOP_MICROS = TimeUnit.SECONDS.toMicros(10);

	private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();

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

	private record Entry(RunCommit commit, Consumer<CommitOutcome> whenDone) {
	}

	GroupCommitter(EngineTransactions transactions, GroupWriter writer, CommitSeam seam, Runnable durably,
			EngineThreads threads) {
		this.transactions = transactions;
		this.writer = writer;
		this.seam = seam;
		this.durably = durably;
		this.threads = threads;
		this.queued = threads.wakeUp();
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
		this.queue.add(new Entry(commit, whenDone));
		this.queued.call();
	}

	/** Why the last attempt to write failed, or {@code null} if it did not. */
	public @Nullable String failure() {
		return this.failure;
	}

	/** How many steps are queued or being written. */
	public int waiting() {
		return this.waiting.get();
	}

	private void run() {
		List<Entry> group = new ArrayList<>();
		List<Entry> alone = new ArrayList<>();
		while (this.running || !this.queue.isEmpty()) {
			if (this.queue.isEmpty()) {
				this.queued.await(IDLE_MICROS);
				continue;
			}
			try {
				while (group.size() + alone.size() < MAX_GROUP && !this.queue.isEmpty()) {
					Entry next = this.queue.remove();
					((next.commit().conflicts == 0) ? group : alone).add(next);
				}
				if (!group.isEmpty()) {
					write(group);
				}
				alone.forEach(this::writeAlone);
			}
			catch (Throwable ex) {
				logger.error("The committer failed on a group of {} and goes on", group.size(), ex);
				group.forEach((entry) -> tell(entry, CommitOutcome.of(CommitOutcome.Kind.ABORTED)));
				alone.forEach((entry) -> tell(entry, CommitOutcome.of(CommitOutcome.Kind.ABORTED)));
			}
			finally {
				this.waiting.addAndGet(-group.size() - alone.size());
				group.clear();
				alone.clear();
			}
		}
	}

	private void write(List<Entry> group) {
		if (tryWrite(group) == null) {
			return;
		}
		for (Entry entry : group) {
			writeAlone(entry);
		}
	}

	/**
	 * Tries again while the database does not answer, for as long as it takes; and a few
	 * times only if the step itself seems to be what fails, so that it does not hold up
	 * the others.
	 */
	private void writeAlone(Entry entry) {
		long pause = FIRST_PAUSE_MILLIS;
		int rejections = 0;
		for (Exception failed = tryWrite(List.of(entry)); failed != null; failed = tryWrite(List.of(entry))) {
			if (Dialect.hasWaitedTooLong(failed)) {
				putAside(entry);
				return;
			}
			if (isRejection(failed) && ++rejections >= MAX_REJECTIONS) {
				tell(entry, CommitOutcome.rejected(failed.toString()));
				return;
			}
			if (!this.running && pause >= LONGEST_PAUSE_MILLIS) {
				tell(entry, CommitOutcome.of(CommitOutcome.Kind.ABORTED));
				return;
			}
			pause(pause);
			pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
		}
	}

	/**
	 * Others hold what the step needs, in a transaction of the application that may stay
	 * open for long. It is tried again later, and not in a group, so that it holds up
	 * nobody else.
	 */
	private void putAside(Entry entry) {
		long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(entry.commit().conflicts, 10), LONGEST_PAUSE_MILLIS);
		entry.commit().conflicts++;
		this.threads.later(TimeUnit.MILLISECONDS.toMicros(pause), () -> submit(entry.commit(), entry.whenDone()));
	}

	/**
	 * Whether it is the data that the database does not take, and not the database that
	 * does not work.
	 */
	private static boolean isRejection(Exception failure) {
		return failure instanceof DataIntegrityViolationException || failure instanceof ConstraintViolationException
				|| failure instanceof DataException;
	}

	/** Answers what went wrong, or {@code null} if nothing did. */
	private @Nullable Exception tryWrite(List<Entry> group) {
		List<RunCommit> commits = group.stream().map(Entry::commit).toList();
		Map<RunCommit, CommitOutcome> outcomes;
		try {
			outcomes = this.seam.commit(() -> this.transactions.own((session) -> this.writer.write(commits, session)));
			this.durably.run();
			this.failure = null;
		}
		catch (Exception ex) {
			this.failure = ex.toString();
			commits.forEach((commit) -> commit.outcomeUnknown = true);
			logger.warn("A group of {} steps could not be written and is tried again, one by one: {}", group.size(),
					ex.toString());
			logger.debug("Why it could not be written", ex);
			return ex;
		}
		for (Entry entry : group) {
			CommitOutcome outcome = outcomes.get(entry.commit());
			tell(entry, (outcome != null) ? outcome : CommitOutcome.of(CommitOutcome.Kind.ABORTED));
		}
		return null;
	}

	private void tell(Entry entry, CommitOutcome outcome) {
		try {
			entry.whenDone().accept(outcome);
		}
		catch (RuntimeException ex) {
			logger.error("What follows the commit of run {} failed", entry.commit().runId, ex);
		}
	}

	private void pause(long millis) {
		try {
			this.threads.sleep(TimeUnit.MILLISECONDS.toMicros(millis));
		}
		catch (InterruptedException ex) {
			logger.debug("The committer was interrupted while it waited for the database");
		}
	}

}
