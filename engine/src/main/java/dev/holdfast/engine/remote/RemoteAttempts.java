package dev.holdfast.engine.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.holdfast.engine.activity.ActivityRunner;
import dev.holdfast.engine.activity.Attempt;
import dev.holdfast.engine.activity.AttemptListener;
import dev.holdfast.engine.activity.AttemptOutcome;
import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.activity.Slots;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptFailed;
import dev.holdfast.engine.history.ActivityAttributes.ActivityAttemptLost;
import dev.holdfast.engine.history.ActivityAttributes.ActivityHandedOver;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.FailureRecord;
import dev.holdfast.engine.history.Failures;
import dev.holdfast.engine.run.RunEnvironment;
import dev.holdfast.engine.run.RunRegistry;
import dev.holdfast.engine.store.ActivityClaim;
import dev.holdfast.engine.store.ActivityTasks;
import dev.holdfast.engine.store.StoredMessage;
import dev.holdfast.failure.TimeoutType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts that this node makes for runs of others. What becomes of one is sent to
 * its run, as long as the attempt is this node's. Thread-safe.
 */
final class RemoteAttempts implements AttemptListener {

	private static final Logger logger = LoggerFactory.getLogger(RemoteAttempts.class);

	private static final long RETRY_MICROS = 1_000_000;

	private static final String SUPERSEDED = "the attempt does not count any more";

	private final RunEnvironment environment;

	private final ActivityTasks tasks;

	private final RunRegistry registry;

	private final Executor executor;

	private final Map<ActivityClaim, Attempt> attempts = new ConcurrentHashMap<>();

	/** Those of which nobody could be told yet what became of them. */
	private final Set<ActivityClaim> untold = ConcurrentHashMap.newKeySet();

	private Set<Key> unknownBefore = Set.of();

	RemoteAttempts(RunEnvironment environment, ActivityTasks tasks, RunRegistry registry, Executor executor) {
		this.environment = environment;
		this.tasks = tasks;
		this.registry = registry;
		this.executor = executor;
	}

	void begin(AttemptRequest request, Slots slots) {
		ActivityRunner runner = this.environment.activities();
		runner.begin(request, slots, this, (attempt) -> this.attempts.put(claimOf(attempt), attempt));
	}

	int size() {
		return this.attempts.size();
	}

	int atWork() {
		return (int) this.attempts.keySet().stream().filter((claim) -> !this.untold.contains(claim)).count();
	}

	/**
	 * Tells attempts that they do not count any more, or that they should stop.
	 * @param everything whether to look for attempts that are this node's and that it
	 * does not make, too: when it was not told that it had taken them
	 */
	void check(boolean everything) {
		Map<ActivityClaim, Attempt> before = new HashMap<>(this.attempts);
		if (before.isEmpty() && !everything) {
			return;
		}
		Map<Key, ActivityTasks.Taken> taken = new HashMap<>();
		this.tasks.takenBy(this.environment.bootId())
			.forEach((row) -> taken.put(new Key(row.runId(), row.activityId(), row.attempt()), row));
		before.forEach((claim, attempt) -> {
			ActivityTasks.Taken row = taken.remove(new Key(claim.runId(), claim.activityId(), claim.attempt()));
			if (row == null) {
				giveUp(claim, attempt);
			}
			else if (row.cancelRequested()) {
				attempt.requestCancellation("the workflow cancelled it");
			}
		});
		if (everything) {
			loseUnknown(taken.keySet());
		}
	}

	/** What is not known twice in a row will not be made. */
	private void loseUnknown(Set<Key> unknown) {
		for (Key key : unknown) {
			if (this.unknownBefore.contains(key)) {
				logger.warn("Attempt {} of activity {} of run {} was this node's, but not made; another one follows",
						key.attempt(), key.activityId(), key.runId());
				this.tasks.lose(key.runId(), key.activityId(), key.attempt(), this.environment.bootId());
			}
		}
		this.unknownBefore = Set.copyOf(unknown);
	}

	private record Key(UUID runId, long activityId, int attempt) {
	}

	/** Its result may be on its way all the same, and counts if it was first. */
	private void giveUp(ActivityClaim claim, Attempt attempt) {
		if (attempt.giveUp(SUPERSEDED)) {
			this.attempts.remove(claim);
		}
	}

	/**
	 * Gives up what still runs, so that others make the next attempt at once.
	 */
	void giveUpAll() {
		Map.copyOf(this.attempts).forEach((claim, attempt) -> {
			if (attempt.giveUp("the node shuts down")) {
				this.attempts.remove(claim);
				send(claim, new ActivityAttemptLost(claim.activityId(), claim.attempt(), true), attempt.lastDetails());
			}
		});
	}

	// What attempts say

	@Override
	public void ended(Attempt attempt, AttemptOutcome outcome) {
		ActivityClaim claim = claimOf(attempt);
		if (outcome instanceof AttemptOutcome.Committed committed) {
			this.attempts.remove(claim);
			this.registry.deliver(committed.message());
		}
		else if (outcome instanceof AttemptOutcome.Superseded) {
			this.attempts.remove(claim);
			logger.debug("Attempt {} of activity {} of workflow '{}' was rolled back: {}", claim.attempt(),
					claim.activityId(), claim.workflowId(), SUPERSEDED);
		}
		else if (outcome instanceof AttemptOutcome.Completed completed) {
			report(claim, () -> complete(claim, attempt, completed));
		}
		else if (outcome instanceof AttemptOutcome.Failed failed) {
			fail(attempt, failed.failure());
		}
	}

	private void complete(ActivityClaim claim, Attempt attempt, AttemptOutcome.Completed completed) {
		StoredMessage message = StoredMessage.of(claim.runId(), attempt.request().messageKey(),
				this.environment.order(), this.environment.codec(), attempt.request().completed(), completed.result());
		if (this.tasks.complete(claim, message)) {
			this.registry.deliver(message);
		}
		else {
			refused(claim);
		}
	}

	@Override
	public void timedOut(Attempt attempt, TimeoutType timeout) {
		fail(attempt, Failures.timeout(timeout, "activity " + attempt.request().scheduled().activityType(), null));
	}

	private void fail(Attempt attempt, FailureRecord failure) {
		ActivityClaim claim = claimOf(attempt);
		report(claim, () -> send(claim, new ActivityAttemptFailed(claim.activityId(), claim.attempt(), failure),
				attempt.lastDetails()));
	}

	private void send(ActivityClaim claim, EventAttributes attributes, byte @Nullable [] details) {
		StoredMessage message = StoredMessage.of(claim.runId(), AttemptRequest.messageKey(claim.activityId()),
				this.environment.order(), this.environment.codec(), attributes, details);
		if (this.tasks.report(claim, message)) {
			this.registry.deliver(message);
		}
		else {
			refused(claim);
		}
	}

	private static void refused(ActivityClaim claim) {
		logger.info("What attempt {} of activity {} of workflow '{}' came to is dropped: {}", claim.attempt(),
				claim.activityId(), claim.workflowId(), SUPERSEDED);
	}

	@Override
	public void heartbeat(Attempt attempt, byte @Nullable [] details) {
		ActivityClaim claim = claimOf(attempt);
		this.executor.execute(() -> {
			try {
				Long deadline = RemoteActivities.deadline(attempt.request().scheduled().policy(), attempt.startedAt(),
						attempt.lastHeartbeatAt());
				if (!this.tasks.beat(claim, this.environment.codec()
					.encodeHeartbeat(claim.runId(), claim.activityId(), attempt.lastDetails()), deadline)) {
					giveUp(claim, attempt);
				}
			}
			catch (RuntimeException ex) {
				logger.warn("A heartbeat of activity {} of workflow '{}' could not be written down: {}",
						claim.activityId(), claim.workflowId(), ex.toString());
			}
		});
	}

	@Override
	public void completesLater(Attempt attempt) {
		ActivityClaim claim = claimOf(attempt);
		byte[] details = attempt.lastDetails();
		report(claim, () -> {
			StoredMessage message = StoredMessage.of(claim.runId(),
					StoredMessage.key("outside-" + claim.attempt(), claim.activityId()), this.environment.order(),
					this.environment.codec(),
					new ActivityHandedOver(claim.activityId(), claim.attempt(), attempt.startedAt()), details);
			if (this.tasks.handOver(claim,
					this.environment.codec().encodeHeartbeat(claim.runId(), claim.activityId(), details), message)) {
				attempt.handOver();
				this.registry.deliver(message);
			}
			else {
				attempt.giveUp(SUPERSEDED);
			}
		});
	}

	/**
	 * Says what became of an attempt, again and again until the database has taken it:
	 * the attempt is this node's until then.
	 */
	private void report(ActivityClaim claim, Runnable report) {
		this.executor.execute(() -> {
			try {
				report.run();
				this.attempts.remove(claim);
			}
			catch (RuntimeException ex) {
				logger.warn(
						"What became of activity {} of workflow '{}' could not be written down and is tried again: {}",
						claim.activityId(), claim.workflowId(), ex.toString());
				logger.debug("Why it could not be written down", ex);
				this.untold.add(claim);
				this.environment.timers().schedule(this.environment.clock().micros() + RETRY_MICROS, () -> {
					this.untold.remove(claim);
					report(claim, report);
				});
			}
		});
	}

	private static ActivityClaim claimOf(Attempt attempt) {
		return Objects.requireNonNull(attempt.request().claim());
	}

}
