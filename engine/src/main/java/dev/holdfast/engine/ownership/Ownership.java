package dev.holdfast.engine.ownership;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.BootId;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.Rounds;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.run.StuckRuns;
import dev.holdfast.engine.run.Workers;
import dev.holdfast.engine.store.ActivityTasks;
import dev.holdfast.engine.store.Claims;
import dev.holdfast.engine.store.Nodes;
import dev.holdfast.engine.store.RunReader;
import dev.holdfast.engine.store.MessageKey;
import dev.holdfast.engine.store.StoredRun;
import dev.holdfast.engine.time.EngineClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of this node and brings it runs: those that are due and nobody's, those
 * of nodes that are gone, and messages that other nodes sent to its own. Polling alone is
 * correct; hints only make it quick.
 */
public final class Ownership {

	private static final Logger logger = LoggerFactory.getLogger(Ownership.class);

	private static final int CLAIM_BATCH = 200;

	/**
	 * Room for so many is made at once where many are due: to give back takes a while.
	 */
	private static final int ROOM_AHEAD = 5 * CLAIM_BATCH;

	private static final long PATIENCE_MICROS = TimeUnit.SECONDS.toMicros(5);

	private static final long FIRST_PAUSE_MICROS = TimeUnit.MILLISECONDS.toMicros(100);

	private static final long LONGEST_PAUSE_MICROS = TimeUnit.SECONDS.toMicros(2);

	private static final int MESSAGE_BATCH = 200;

	private static final int AUDIT_PAGE = 1000;

	private static final UUID LOWEST = new UUID(0, 0);

	private final OwnershipSettings settings;

	private final BootId self;

	private final NodeLease lease;

	private final Sharing sharing;

	private final Claims claims;

	private final RunReader reader;

	private final RunRegistry registry;

	private final Workers workers;

	private final EngineClock clock;

	private final Runnable beforeRenewal;

	private final StuckRuns stuckRuns;

	private final ConcurrentLinkedQueue<UUID> hints = new ConcurrentLinkedQueue<>();

	private final EngineThreads threads;

	private final EngineIds ids;

	private final EngineThreads.WakeUp wakeUp;

	private final EngineThreads.WakeUp leaseWakeUp;

	private final EngineThreads.Mutex renewing;

	private final List<EngineThreads.Loop> loops = new ArrayList<>();

	private volatile boolean running;

	private volatile boolean claiming;

	private final AtomicBoolean roomMade = new AtomicBoolean();

	private volatile long lastPoll;

	private final Rounds renewals;

	private final Rounds polls;

	private Set<UUID> missingBefore = new HashSet<>();

	private final DoubtfulRuns doubtful;

	/**
	 * Creates it.
	 * @param beforeRenewal what is done each time before the lease is renewed: the clock
	 * is set
	 */
	public Ownership(OwnershipSettings settings, BootId self, boolean onlyProcess, Nodes nodes, Claims claims,
			ActivityTasks activities, RunReader reader, RunRegistry registry, StuckRuns stuckRuns, Workers workers,
			EngineClock clock, Runnable beforeRenewal, EngineThreads threads, EngineIds ids) {
		this.settings = settings;
		this.self = self;
		this.sharing = new Sharing(workers, registry, clock, settings.pollMicros());
		this.lease = new NodeLease(self, settings.nodeName(), workers, this.sharing, settings.leaseMicros(),
				onlyProcess, nodes, claims, activities, clock);
		this.doubtful = new DoubtfulRuns(self, claims, registry, clock, 2 * settings.leaseMicros());
		this.claims = claims;
		this.reader = reader;
		this.registry = registry;
		this.workers = workers;
		this.clock = clock;
		this.beforeRenewal = beforeRenewal;
		this.stuckRuns = stuckRuns;
		this.threads = threads;
		this.ids = ids;
		this.wakeUp = threads.wakeUp();
		this.leaseWakeUp = threads.wakeUp();
		this.renewing = threads.mutex();
		this.renewals = new Rounds("renew its lease", backoff(settings.leaseMicros() / 10));
		this.polls = new Rounds("look for work", backoff(LONGEST_PAUSE_MICROS));
		registry.onRoomMade(this::roomMade);
	}

	private Backoff backoff(long longestMicros) {
		return new Backoff(FIRST_PAUSE_MICROS, Math.min(longestMicros, LONGEST_PAUSE_MICROS), this.threads);
	}

	/** Registers the node and begins to claim. */
	public synchronized void start() {
		this.lease.begin(this.self.renew());
		this.stuckRuns.begin();
		this.running = true;
		this.claiming = true;
		this.loops.add(this.threads.loop("holdfast-lease-", this::renewLoop));
		this.loops.add(this.threads.loop("holdfast-poll-", this::pollLoop));
	}

	/** Claims no more runs; the lease is kept. */
	public void stopClaiming() {
		this.claiming = false;
	}

	/** Gives up the lease and all that is still owned. */
	public synchronized void stop() {
		this.claiming = false;
		this.running = false;
		this.wakeUp.call();
		this.leaseWakeUp.call();
		for (EngineThreads.Loop loop : this.loops) {
			try {
				loop.join(PATIENCE_MICROS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		this.loops.clear();
		try {
			this.lease.giveUp();
		}
		catch (RuntimeException ex) {
			logger.warn("The node could not give up its lease; its runs go on elsewhere when it has ended: {}",
					ex.toString());
		}
	}

	/** There is work for a run that this node does not have. */
	public void hint(UUID runId) {
		this.hints.add(runId);
		this.wakeUp.call();
	}

	/** Looks for work now. */
	public void wakeUp() {
		this.wakeUp.call();
	}

	/** When the database was last asked for work, in microseconds; 0 if never. */
	public long lastPoll() {
		return this.lastPoll;
	}

	/** Why the database could not be asked the last time, or {@code null} if it could. */
	public @Nullable String failure() {
		String polling = this.polls.failure();
		return (polling != null) ? polling : this.renewals.failure();
	}

	public boolean hasLease() {
		return this.lease.isValid();
	}

	private void renewLoop() {
		long pause = this.settings.leaseMicros() / 3;
		while (this.running) {
			this.leaseWakeUp.await(pause);
			long retry = this.renewals.tryOnce(this::renew);
			pause = (retry > 0) ? retry : this.settings.leaseMicros() / 3;
		}
	}

	/**
	 * What the node has claimed since the others took it for dead goes on elsewhere, too:
	 * nothing that it has in memory can be relied on.
	 */
	private void renew() {
		try {
			this.beforeRenewal.run();
		}
		finally { // the clock goes on by itself
			this.renewing.run(this::renewOrBegin);
		}
	}

	private void renewOrBegin() {
		if (this.running && !this.lease.renew()) {
			logger.warn("This node was taken for dead; it drops its runs and begins anew");
			UUID before = this.self.renew();
			this.registry.dropAll("the lease was lost");
			this.lease.begin(before);
		}
	}

	/** Nothing is claimed without a lease; one that has run out is renewed at once. */
	private void requireLease() {
		if (!this.lease.isValid()) {
			renew();
		}
	}

	/**
	 * Where more is due than is taken at once, the polls that follow one another look for
	 * nothing else, as long as the next whole one is not due.
	 */
	private void pollLoop() {
		int pollsPerAudit = (int) Math.max(1, this.settings.leaseMicros() / this.settings.pollMicros());
		int wholePolls = 0;
		long lastWhole = 0;
		boolean again = false;
		while (this.running) {
			boolean[] full = new boolean[1];
			boolean whole = !again || Math.abs(this.clock.micros() - lastWhole) >= this.settings.pollMicros();
			boolean audits = whole && wholePolls++ % pollsPerAudit == 0;
			lastWhole = whole ? this.clock.micros() : lastWhole;
			long retry = this.claiming ? this.polls.tryOnce(() -> full[0] = poll(whole, audits)) : 0;
			if (!full[0]) {
				this.wakeUp.await((retry > 0) ? retry : this.settings.pollMicros());
			}
			again = this.roomMade.getAndSet(false) || full[0];
		}
	}

	private void roomMade() {
		this.roomMade.set(true);
		this.wakeUp.call();
	}

	/** Whether this node claims a run if nobody has it, and it is not stuck. */
	public boolean takes(StoredRun run) {
		return this.claiming && this.workers.hostsWorkflow(run.taskQueue(), run.workflowType())
				&& this.registry.hasRoom();
	}

	/** Looks for work; answers whether there may be more. */
	private boolean poll(boolean whole, boolean audits) {
		requireLease();
		if (whole) {
			this.doubtful.add(this.registry.takeDoubtful());
			this.doubtful.settle();
			this.lease.reap();
		}
		if (audits) {
			this.lease.reapOrphans();
			audit();
		}
		boolean full = claimHinted() | claimDue();
		if (whole) {
			fetchMessages();
			this.stuckRuns.tryAgainWithThisCode();
			this.stuckRuns.endDue();
			this.sharing.share(this.lease.peers());
			this.lease.publish();
		}
		this.lastPoll = this.clock.micros();
		return full;
	}

	private boolean claimHinted() {
		boolean any = false;
		for (UUID runId = this.hints.poll(); runId != null; runId = this.hints.poll()) {
			StoredRun run = this.registry.owns(runId) ? null : this.claims.find(runId);
			if (run != null && run.owner() == null && !run.stuck() && !run.waitsToTryAgain()
					&& !this.registry.leavesAlone(run)
					&& this.workers.hostsWorkflow(run.taskQueue(), run.workflowType()) && this.registry.hasRoom()) {
				claim(List.of(run));
				any = true;
			}
		}
		return any;
	}

	/**
	 * Claims what is due and there is room for; answers whether there may be more. Runs
	 * that rest make room for those that have something to do.
	 */
	private boolean claimDue() {
		List<StoredRun> candidates = new ArrayList<>(
				this.claims.candidates(this.clock.micros(), this.workers.openTaskQueues(), this.workers.workflowTypes(),
						this.workers.knowsEveryWorkflowType(), CLAIM_BATCH));
		// a worker may have been paused meanwhile
		candidates.removeIf((run) -> this.registry.leavesAlone(run)
				|| !this.workers.hostsWorkflow(run.taskQueue(), run.workflowType()));
		boolean backlog = candidates.size() >= CLAIM_BATCH;
		this.registry.makeRoom(backlog ? ROOM_AHEAD : candidates.size());
		if (candidates.size() <= this.registry.room()) {
			// nodes that look at the same time should not want them in the same order
			this.ids.shuffle(candidates);
		}
		int claimed = claim(candidates.subList(0, Math.min(candidates.size(), this.registry.room())));
		return backlog && claimed > 0;
	}

	/** Takes what it can of these runs; answers how many. */
	private int claim(List<StoredRun> candidates) {
		List<StoredRun> claimed;
		try {
			claimed = this.claims.claim(candidates, this.self.current());
		}
		catch (RuntimeException ex) {
			this.doubtful.add(candidates.stream().map(StoredRun::runId).toList());
			throw ex;
		}
		this.registry.claimed(claimed);
		return claimed.size();
	}

	/**
	 * Hands out messages that others sent to runs of this node. Those that a run knows
	 * and has not taken up yet, because its task is tried again later say, are passed
	 * over, and hide no others. A run is given all that wait for it as they are at one
	 * moment: what was sent first is never there later than what was sent next.
	 */
	private void fetchMessages() {
		Set<UUID> toldSomething = new LinkedHashSet<>();
		MessageKey after = MessageKey.FIRST;
		List<MessageKey> page;
		do {
			page = this.reader.messageKeys(this.self.current(), after, MESSAGE_BATCH);
			page.stream().filter((key) -> !this.registry.knows(key)).forEach((key) -> toldSomething.add(key.runId()));
			after = page.isEmpty() ? after : page.get(page.size() - 1);
		}
		while (page.size() == MESSAGE_BATCH);
		List<UUID> runs = List.copyOf(toldSomething);
		for (int from = 0; from < runs.size(); from += CLAIM_BATCH) {
			this.reader.allMessages(runs.subList(from, Math.min(runs.size(), from + CLAIM_BATCH)))
				.forEach(this.registry::deliver);
		}
	}

	/** Compares what is in memory with what the database says. */
	private void audit() {
		List<UUID> idle = this.registry.idle(); // before the database is asked
		Set<UUID> owned = new HashSet<>();
		UUID after = LOWEST;
		List<UUID> page;
		do {
			page = this.claims.owned(this.self.current(), after, AUDIT_PAGE);
			owned.addAll(page);
			after = page.isEmpty() ? after : page.get(page.size() - 1);
		}
		while (page.size() == AUDIT_PAGE);
		takeInForgotten(owned);
		idle.stream().filter((runId) -> !owned.contains(runId)).forEach(this::dropIfGone);
	}

	/**
	 * Runs that are this node's in the database and not in its memory, twice in a row,
	 * are taken in.
	 */
	private void takeInForgotten(Set<UUID> owned) {
		Set<UUID> missing = new HashSet<>(owned);
		missing.removeIf(this.registry::owns);
		for (UUID runId : missing) {
			StoredRun run = this.missingBefore.contains(runId) ? this.claims.find(runId) : null;
			if (run != null && this.self.is(run.owner()) && this.doubtful.takeIn(run)) {
				logger.warn("Run {} of workflow '{}' was this node's, but not in its memory; it goes on", runId,
						run.workflowId());
			}
		}
		this.missingBefore = missing;
	}

	/**
	 * A run that another node has ended or taken, while it had nothing to do here, would
	 * stay in memory for ever. Nobody but this thread claims runs.
	 */
	private void dropIfGone(UUID runId) {
		StoredRun run = this.claims.find(runId);
		if (run == null || !this.self.is(run.owner())) {
			this.registry.drop(runId, "the run was ended, or taken by another node, while it waited");
		}
	}

}
