package dev.holdfast.engine.remote;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import dev.holdfast.engine.Backoff;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.Rounds;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.UnreadableHistoryException;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.run.Worker;
import dev.holdfast.engine.run.Workers;
import dev.holdfast.engine.store.ActivityClaim;
import dev.holdfast.engine.store.ActivityTasks;
import dev.holdfast.engine.store.StoredEvent;
import dev.holdfast.engine.store.WaitingActivity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes activities that wait for any worker of their task queue, as many as this node has
 * free slots for, and makes them. Polling alone is correct; hints only make it quick.
 */
public final class RemoteActivities {

	private static final Logger logger = LoggerFactory.getLogger(RemoteActivities.class);

	/** More candidates than can be taken, so that nodes seldom want the same ones. */
	private static final int SPARE = 10;

	private static final int MOST_AT_ONCE = 100;

	private static final int ROUNDS_PER_AUDIT = 10;

	private static final long END_MICROS = 5_000_000;

	private static final long FIRST_PAUSE_MICROS = 50_000;

	private static final long LONGEST_PAUSE_MICROS = 2_000_000;

	private final RunEnvironment environment;

	private final ActivityTasks tasks;

	private final long pollMicros;

	private final BooleanSupplier hasLease;

	private final RemoteAttempts attempts;

	private final OverdueActivities overdue;

	private final EngineThreads.WakeUp wakeUp;

	private final Rounds rounds;

	private EngineThreads.@Nullable Loop loop;

	private volatile boolean running;

	private volatile boolean taking;

	private volatile boolean moreWaits;

	private int looks;

	/**
	 * Creates it.
	 * @param hasLease whether this node may take anything: the others take it for alive
	 * @param blocking threads that may wait for the database
	 */
	public RemoteActivities(RunEnvironment environment, ActivityTasks tasks, RunRegistry registry, long pollMicros,
			BooleanSupplier hasLease, Executor blocking) {
		this.environment = environment;
		this.tasks = tasks;
		this.pollMicros = pollMicros;
		this.hasLease = hasLease;
		this.attempts = new RemoteAttempts(environment, tasks, registry, blocking);
		this.overdue = new OverdueActivities(environment, tasks, registry);
		this.wakeUp = environment.threads().wakeUp();
		this.rounds = new Rounds("look for activities of others",
				new Backoff(FIRST_PAUSE_MICROS, LONGEST_PAUSE_MICROS, environment.threads()));
		environment.workers().all().forEach((worker) -> worker.activities().onFree(this::slotFreed));
	}

	public synchronized void start() {
		this.running = true;
		this.taking = true;
		this.loop = this.environment.threads().loop("holdfast-remote-", this::loop);
	}

	/** Takes no more; what runs goes on. */
	public void stopTaking() {
		this.taking = false;
	}

	/** Gives up what still runs and ends. */
	public synchronized void stop() {
		this.taking = false;
		this.running = false;
		this.wakeUp.call();
		EngineThreads.Loop ending = this.loop;
		if (ending == null) {
			return;
		}
		try {
			ending.join(END_MICROS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.loop = null;
		try {
			this.attempts.giveUpAll();
		}
		catch (RuntimeException ex) {
			logger.warn("Activities of other nodes could not be given back; they go on when this node is gone: {}",
					ex.toString());
		}
	}

	/** Looks for work now: there may be some, or this node may have become free. */
	public void wakeUp() {
		this.wakeUp.call();
	}

	/** Why it could not look for work the last time, or {@code null} if it could. */
	public @Nullable String failure() {
		return this.rounds.failure();
	}

	/** How many attempts this node makes for runs of others. */
	public int size() {
		return this.attempts.size();
	}

	/**
	 * How many of them have something to do now; the others wait until the database can
	 * be told again what became of them.
	 */
	public int atWork() {
		return this.attempts.atWork();
	}

	private void slotFreed() {
		if (this.moreWaits) {
			this.wakeUp.call();
		}
	}

	private void loop() {
		while (this.running) {
			boolean[] more = new boolean[1];
			boolean mayTake = this.taking && this.hasLease.getAsBoolean();
			long retry = mayTake ? this.rounds.tryOnce(() -> more[0] = round()) : 0;
			if (!more[0]) {
				this.wakeUp.await((retry > 0) ? retry : this.pollMicros);
			}
		}
	}

	/** Answers whether there may be more to do. */
	private boolean round() {
		boolean more = take();
		this.attempts.check(this.looks++ % ROUNDS_PER_AUDIT == 0);
		return this.overdue.report() || more;
	}

	// Taking

	/** Takes what there are slots for; answers whether it may go on at once. */
	private boolean take() {
		Workers workers = this.environment.workers();
		boolean backlog = false;
		boolean again = false;
		for (Worker worker : workers.all()) {
			int free = Math.min(worker.activities().free(), MOST_AT_ONCE);
			if (free <= 0) {
				backlog = true;
				continue;
			}
			// nobody waits for a slot while the database is asked
			List<WaitingActivity> waiting = this.tasks.waiting(worker.taskQueue(), workers.activityTypes(),
					workers.knowsEveryActivityType(), this.environment.clock().micros(), free + SPARE);
			int used = beginSome(worker, waiting);
			backlog |= waiting.size() > used;
			again |= waiting.size() > used && used == MOST_AT_ONCE;
		}
		this.moreWaits = backlog;
		return again;
	}

	private int beginSome(Worker worker, List<WaitingActivity> waiting) {
		int slots = worker.activities().reserve(Math.min(waiting.size(), MOST_AT_ONCE));
		int used = 0;
		try {
			used = (slots > 0) ? begin(worker, waiting, slots) : 0;
		}
		finally {
			worker.activities().giveBack(slots - used);
		}
		return used;
	}

	/**
	 * Takes what it can in the order that it has, and begins it; what others were faster
	 * to take is made up for by those that come next. Answers how many slots that took.
	 */
	private int begin(Worker worker, List<WaitingActivity> waiting, int slots) {
		int permitted = worker.activities().permit(Math.min(slots, waiting.size()), this::wakeUp);
		int used = 0;
		int next = 0;
		while (used < permitted && next < waiting.size()) {
			int end = Math.min(waiting.size(), next + permitted - used);
			used += begin(worker, waiting.subList(next, end));
			next = end;
		}
		return used;
	}

	private int begin(Worker worker, List<WaitingActivity> activities) {
		UUID bootId = this.environment.bootId();
		Map<WaitingActivity, AttemptRequest> readable = read(activities, bootId);
		long now = this.environment.clock().micros();
		List<WaitingActivity> claimed = this.tasks.claim(readable.keySet(), bootId, now,
				(activity) -> deadline(request(activity, readable).scheduled().policy(), now, now));
		activities.stream()
			.filter(claimed::contains)
			.forEach((activity) -> this.attempts.begin(request(activity, readable), worker.activities()));
		return claimed.size();
	}

	private static AttemptRequest request(WaitingActivity activity, Map<WaitingActivity, AttemptRequest> requests) {
		return Objects.requireNonNull(requests.get(activity));
	}

	/** What this node cannot read it leaves to others. */
	private Map<WaitingActivity, AttemptRequest> read(List<WaitingActivity> activities, UUID bootId) {
		Map<WaitingActivity, AttemptRequest> requests = new HashMap<>();
		if (activities.isEmpty()) {
			return requests;
		}
		Map<WaitingActivity, StoredEvent> events = this.tasks.scheduled(activities);
		for (WaitingActivity activity : activities) {
			StoredEvent stored = events.get(activity);
			try {
				HistoryEvent event = (stored != null) ? this.environment.reader().decode(activity.runId(), stored)
						: null;
				if (event != null && event.attributes() instanceof ActivityScheduled scheduled) {
					requests.put(activity, request(activity, scheduled, event.data(), bootId));
				}
			}
			catch (UnreadableHistoryException ex) {
				logger.warn("Activity {} of workflow '{}' is left to other nodes: {}", activity.activityId(),
						activity.workflowId(), ex.getMessage());
			}
		}
		return requests;
	}

	private AttemptRequest request(WaitingActivity activity, ActivityScheduled scheduled, byte @Nullable [] arguments,
			UUID bootId) {
		EventCodec codec = this.environment.codec();
		ActivityClaim claim = activity.claimedBy(bootId);
		return AttemptRequest
			.of(new RunIdentity(activity.workflowId(), activity.runId()), activity.workflowType(), 0,
					activity.activityId(), scheduled, Objects.requireNonNullElse(arguments, new byte[0]))
			.attempt(claim.attempt(), activity.dueAt(),
					codec.decodeHeartbeat(activity.runId(), activity.activityId(), activity.heartbeat()),
					codec.decodeFailure(activity.runId(), activity.activityId(), activity.lastFailure()))
			.claimed(claim);
	}

	/** When an attempt is overdue, or {@code null} if never. */
	static @Nullable Long deadline(ActivityPolicy policy, long startedAt, long heartbeatAt) {
		Long startToClose = policy.startToClose();
		Long heartbeat = policy.heartbeat();
		if (startToClose == null && heartbeat == null) {
			return null;
		}
		return Math.min((startToClose != null) ? startedAt + startToClose : Long.MAX_VALUE,
				(heartbeat != null) ? heartbeatAt + heartbeat : Long.MAX_VALUE);
	}

}
