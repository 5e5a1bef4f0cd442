package dev.holdfast.engine.run;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.NewerHistoryException;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.store.CommitOutcome;
import dev.holdfast.engine.store.MessageKey;
import dev.holdfast.engine.store.NewRun;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.Starts;
import dev.holdfast.engine.store.RunFlags;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that this node owns. Each is in memory; when there are too many, or they are
 * too large, those that rested longest are given back. Thread-safe.
 */
public final class RunRegistry {

	private static final Logger logger = LoggerFactory.getLogger(RunRegistry.class);

	private static final int MOST_LEFT_ALONE = 1000;

	private static final long LEFT_ALONE_MICROS = 60_000_000;

	/** Whoever waits for room is told when there is so much, at the latest. */
	private static final int MOST_AWAITED = 100;

	private final RunEnvironment environment;

	private final int maxRuns;

	private final ResultWaiters waiters;

	private final Map<UUID, LiveRun> runs = new ConcurrentHashMap<>();

	private final Set<UUID> doubtful = ConcurrentHashMap.newKeySet();

	private final RestingRuns resting;

	private final Map<UUID, Long> leftAlone = new ConcurrentHashMap<>();

	private volatile Consumer<UUID> unowned = (runId) -> {
	};

	private volatile Runnable roomMade = () -> {
	};

	/** How much room somebody waits for, or 0 if nobody does. */
	private volatile int awaitedRoom;

	/**
	 * Creates a registry.
	 * @param maxBytes how many bytes the histories of resting runs may have together
	 */
	public RunRegistry(RunEnvironment environment, int maxRuns, long maxBytes, ResultWaiters waiters) {
		this.environment = environment;
		this.maxRuns = maxRuns;
		this.resting = new RestingRuns(maxBytes);
		this.waiters = waiters;
		environment.workers().onRoom(this::takesMore);
	}

	/** Sets who is told of a run that has work for it but is not here. */
	public void onUnowned(Consumer<UUID> listener) {
		this.unowned = listener;
	}

	/** Sets who is told when there is the room that was waited for. */
	public void onRoomMade(Runnable listener) {
		this.roomMade = listener;
	}

	/** There is work for a run, wherever it is. */
	public void hint(UUID runId) {
		if (!owns(runId)) {
			this.unowned.accept(runId);
		}
	}

	/**
	 * A newer version has run it, which this node cannot read: it is left to others for a
	 * while.
	 * @return until when
	 */
	long leaveAlone(RunIdentity run, NewerHistoryException why) {
		long now = this.environment.clock().micros();
		long until = now + LEFT_ALONE_MICROS;
		if (this.leftAlone.size() >= MOST_LEFT_ALONE) {
			this.leftAlone.values().removeIf((time) -> time < now);
		}
		if (this.leftAlone.put(run.runId(), until) == null) {
			logger.warn("Run {} of workflow '{}' is left to nodes of another build, now and whenever it is looked at"
					+ " again: {}", run.runId(), run.workflowId(), why.getMessage());
		}
		return until;
	}

	/** Whether a run is left to nodes of a newer version. */
	public boolean leavesAlone(StoredRun run) {
		Long until = this.leftAlone.get(run.runId());
		return run.flags() > RunFlags.KNOWN || (until != null && this.environment.clock().micros() < until);
	}

	/** How many runs that were looked at are left to others at present. */
	public int leftAlone() {
		long now = this.environment.clock().micros();
		return (int) this.leftAlone.values().stream().filter((until) -> now < until).count();
	}

	/** Whether this node has room for more runs. */
	public boolean hasRoom() {
		return room() > 0;
	}

	/** For how many more runs this node has room. */
	public int room() {
		return Math.max(0, this.maxRuns - this.runs.size());
	}

	public int size() {
		return this.runs.size();
	}

	/** How many runs of a task queue this node has. */
	public int size(String taskQueue) {
		return (int) this.runs.values().stream().filter((run) -> run.taskQueue().equals(taskQueue)).count();
	}

	/** Gives back the runs of a task queue that have nothing in flight. */
	public void release(String taskQueue) {
		this.runs.values()
			.stream()
			.filter((run) -> run.taskQueue().equals(taskQueue))
			.forEach((run) -> run.tell(new Mail.Release(false)));
	}

	/**
	 * Gives back runs whose task has waited for a slot of a worker for too long, if
	 * somebody else knows their type.
	 */
	public void giveBackOverdue(Worker worker, Predicate<String> knownElsewhere) {
		long before = this.environment.clock().micros() - worker.stickyMicros();
		for (LiveRun run : this.runs.values()) {
			if (run.taskQueue().equals(worker.taskQueue()) && run.hasWaitedSince(before)
					&& knownElsewhere.test(run.workflowType())) {
				run.giveBackUnbegun();
			}
		}
	}

	/**
	 * Whether this node should have a run that begins now: it has room for it, or can
	 * make some.
	 */
	private boolean takesMore() {
		return hasRoom() || !this.resting.isEmpty();
	}

	/** Whether a message needs not be delivered: its run has it, or is not here. */
	public boolean knows(MessageKey message) {
		LiveRun run = this.runs.get(message.runId());
		return run == null || run.knows(message.key());
	}

	public boolean owns(UUID runId) {
		return this.runs.containsKey(runId);
	}

	/**
	 * Takes in a run once it is started.
	 * @param mayHaveMessages whether what started it may have sent it messages, too: they
	 * are read before its code begins
	 */
	public Starts.Birth birthOf(NewRun run, boolean mayHaveMessages) {
		return new Starts.Birth() {

			@Override
			public void started() {
				if (mayHaveMessages) {
					bornWithMessages(run);
				}
				else {
					born(run);
				}
			}

			@Override
			public void inDoubt() {
				if (run.owner() != null) {
					mayBeOwned(run.runId());
				}
			}

		};
	}

	/**
	 * Lets the code of a run begin that is to be started with an id which is certainly
	 * free, so that the start is all but certain, too.
	 * @return {@code null} if this node is not to have it, or not at once
	 */
	public @Nullable PreparedStart prepare(NewRun start) {
		Worker worker = this.environment.workers().of(start.taskQueue());
		if (worker == null || worker.workflowTasks().free() == 0 || start.isDelayed()
				|| !this.environment.bootId().equals(start.owner())) {
			return null;
		}
		PreparedStart prepared = new PreparedStart(this.environment, this,
				live(start.toStoredRun(), start.startedPayload(), start.startedAt()), start);
		prepared.begin();
		return prepared;
	}

	/** A run has been started whose code has begun before that. */
	void born(LiveRun live, NewRun started) {
		this.environment.metrics().workflowStarted(started.workflowType(), started.taskQueue());
		this.runs.put(started.runId(), live);
		leaveIfTakenForDead(live, started.owner());
		if (live.state() == RunState.GONE) {
			this.runs.remove(started.runId(), live);
			mayBeOwned(started.runId());
		}
	}

	private void born(NewRun started) {
		born(started, started.startedPayload(), started.startedAt());
	}

	private void bornWithMessages(NewRun started) {
		born(started, null, 0);
	}

	private void born(NewRun started, byte @Nullable [] startedPayload, long startedAt) {
		this.environment.metrics().workflowStarted(started.workflowType(), started.taskQueue());
		if (this.environment.bootId().equals(started.owner())) {
			add(started.toStoredRun(), startedPayload, startedAt);
		}
		else {
			this.unowned.accept(started.runId());
		}
	}

	/**
	 * Takes in runs that were claimed together. What cannot be read ahead is read as each
	 * of them goes on.
	 */
	public void claimed(List<StoredRun> runs) {
		try {
			this.environment.reader().readAhead(runs);
		}
		catch (RuntimeException ex) {
			logger.warn("{} runs that were claimed are read one by one: {}", runs.size(), ex.toString());
		}
		runs.forEach(this::claimed);
	}

	/**
	 * Takes in a run that was claimed. What this node still has of it is from a time
	 * before it was taken from it.
	 */
	public void claimed(StoredRun run) {
		this.environment.metrics().runClaimed(run.taskQueue());
		drop(run.runId(), "the run was taken from this node, which has claimed it again");
		add(run, null, 0);
	}

	private void add(StoredRun run, byte @Nullable [] startedPayload, long startedAt) {
		LiveRun live = live(run, startedPayload, startedAt);
		if (this.runs.putIfAbsent(run.runId(), live) == null) {
			live.tell(new Mail.Tick());
		}
		leaveIfTakenForDead(live, run.owner());
	}

	/** Looked at after the run is among the others, see {@link #dropAll}. */
	private void leaveIfTakenForDead(LiveRun live, @Nullable UUID owner) {
		if (!this.environment.bootId().equals(owner)) {
			live.leave("the node was taken for dead meanwhile");
		}
	}

	private LiveRun live(StoredRun run, byte @Nullable [] startedPayload, long startedAt) {
		WorkflowDefinition definition = this.environment.services().definitions().workflow(run.workflowType());
		Worker worker = this.environment.workers().of(run.taskQueue());
		if (definition == null || worker == null) {
			throw new IllegalStateException("This node cannot run " + run.workflowType() + " on " + run.taskQueue());
		}
		return new LiveRun(this.environment, this, definition, worker, run, startedPayload, startedAt);
	}

	/** Hands a durable message to its run, wherever it is. */
	public void deliver(StoredMessage message) {
		LiveRun run = this.runs.get(message.runId());
		if (run != null) {
			run.tell(new Mail.Message(message));
		}
		else {
			this.unowned.accept(message.runId());
		}
	}

	/** Asks a query of a run that is here; answers {@code null} if it is not. */
	public @Nullable CompletableFuture<byte[]> query(UUID runId, String name, byte[] arguments) {
		LiveRun run = this.runs.get(runId);
		if (run == null) {
			return null;
		}
		CompletableFuture<byte[]> answer = new CompletableFuture<>();
		run.tell(new Mail.Query(name, arguments, answer, false));
		return answer;
	}

	/** Drops a run that was ended or changed from outside. */
	public void drop(UUID runId, String why) {
		LiveRun run = this.runs.get(runId);
		if (run != null) {
			run.leave(why);
		}
	}

	/** A run was ended from outside. */
	public void terminated(StoredRun run, RunCommit commit, CommitOutcome outcome, long startedAt) {
		drop(run.runId(), "the run was terminated");
		follow(commit, outcome);
		closed(run, commit, run.workflowType(), startedAt);
	}

	/** What follows outside of a run once a step of it is written. */
	void follow(RunCommit commit, CommitOutcome outcome) {
		commit.progressedRequests().forEach((request) -> this.waiters.progressed(commit.run(), request));
		for (NewRun child : commit.startedRuns()) {
			if (!outcome.notStarted().contains(child.workflowId())) {
				born(child);
			}
		}
		NewRun next = commit.successor();
		if (next != null && (commit.mayLeaveMessages() || next.past() != null)) {
			bornWithMessages(next);
		}
		else if (next != null) {
			born(next);
		}
		for (StoredMessage message : commit.sentMessages()) {
			if (!message.runId().equals(commit.run())) {
				deliver(message);
			}
		}
		for (StoredMessage message : outcome.delivered()) { // to those that it did not
															// know
			if (!message.runId().equals(commit.run())) {
				deliver(message);
			}
		}
	}

	/** A run has closed. */
	void closed(StoredRun run, RunCommit commit, String workflowType, long startedAt) {
		this.environment.metrics()
			.workflowClosed(workflowType, commit.closingStatus(), commit.isBenign(),
					this.environment.clock().micros() - startedAt);
		StoredEvent last = commit.lastEvent();
		this.waiters.closed(run.runId(), (last != null)
				? new ClosedRun(commit.closingStatus(), workflowType, commit.nextInChain(), last) : null);
	}

	/** The runs in memory that wait for something to happen. */
	public List<UUID> idle() {
		return this.runs.values().stream().filter((run) -> run.state() == RunState.IDLE).map(LiveRun::runId).toList();
	}

	/**
	 * A run is not in memory, but is this node's in the database, or will be, if what was
	 * last written of it arrives.
	 */
	public void mayBeOwned(UUID runId) {
		this.doubtful.add(runId);
	}

	/** Those of which that was said since this was asked last. */
	public List<UUID> takeDoubtful() {
		List<UUID> taken = List.copyOf(this.doubtful);
		taken.forEach(this.doubtful::remove);
		return taken;
	}

	/**
	 * A run has left this node.
	 * @param closed whether because it has closed, which will be told
	 */
	void left(LiveRun run, boolean closed) {
		this.runs.remove(run.runId(), run);
		this.resting.remove(run.runId());
		this.environment.reader().forget(run.runId());
		if (!closed) {
			this.waiters.wake(run.runId());
		}
		int awaited = this.awaitedRoom;
		if (awaited > 0 && room() >= awaited) {
			this.awaitedRoom = 0;
			this.roomMade.run();
		}
	}

	/**
	 * A run rests: it is the last to go when room is needed, and the longest resting the
	 * first.
	 * @param mayGo whether it has nothing in flight; otherwise it stays until it rests
	 * again
	 * @param bytes how many its history has
	 */
	void rested(LiveRun run, boolean mayGo, long bytes) {
		if (mayGo) {
			this.resting.add(run, bytes);
		}
		else {
			this.resting.remove(run.runId());
		}
		if (mayGo && run.shouldLeave()) {
			run.tell(new Mail.Release(false));
		}
		giveBack(Math.max(this.runs.size() - this.maxRuns, (this.awaitedRoom > 0) ? 1 : 0));
	}

	/**
	 * Gives back resting runs, so that there will be room for so many others. Once there
	 * is room for some of them, that will be told.
	 */
	public void makeRoom(int wanted) {
		int missing = wanted - room();
		if (missing <= 0) {
			this.awaitedRoom = 0;
			return;
		}
		this.awaitedRoom = Math.max(1, Math.min(MOST_AWAITED, Math.min(wanted, this.maxRuns) / 2));
		giveBack(missing);
	}

	private void giveBack(int number) {
		this.resting.take(number).forEach((run) -> run.tell(new Mail.Release(false)));
	}

	/** Gives back every run, with what it has in flight written down. */
	public void releaseAll() {
		List.copyOf(this.runs.values()).forEach((run) -> run.tell(new Mail.Release(true)));
	}

	/**
	 * Drops every run: the node has lost its lease, so nothing that they do could be
	 * written. Those that are just taken in under the id of the life that has ended see
	 * that themselves.
	 */
	public void dropAll(String why) {
		List.copyOf(this.runs.values()).forEach((run) -> run.leave(why));
	}

}
