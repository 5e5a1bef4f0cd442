package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.holdfast.engine.activity.AttemptRequest;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.store.RunCommit;
import dev.holdfast.engine.store.StoredRun;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run while it is put together: what happened, what it writes, and what
 * follows once it is written. Nothing outside changes before that.
 */
final class RunStep {

	private final RunCommit commit;

	private final List<Inbound> inbound = new ArrayList<>();

	private final List<Runnable> effects = new ArrayList<>();

	private final Set<Long> closedActivities = new HashSet<>();

	private final Set<Long> begun = new HashSet<>();

	private final Map<Long, Long> backOffs = new HashMap<>();

	private final Set<Long> completedLater = new HashSet<>();

	private final Set<Long> offered = new HashSet<>();

	private final Set<Long> closedLocals = new HashSet<>();

	private final List<Mail> mails;

	private boolean changed;

	private List<HistoryEvent> events = List.of();

	RunStep(StoredRun run, List<Mail> mails) {
		this(new RunCommit(run), mails);
	}

	/** A step that gives the run back, for any node to take it at a time. */
	static RunStep releasing(StoredRun run, List<Mail> mails, Long wakeAt) {
		RunStep step = new RunStep(run, mails);
		step.commit().release();
		step.commit().wakeAt(wakeAt);
		return step;
	}

	/** A step whose writes are known already. */
	RunStep(RunCommit commit, List<Mail> mails) {
		this.commit = commit;
		this.mails = mails;
	}

	/**
	 * What the run was told and this step takes up; told again if the step comes to
	 * nothing.
	 */
	List<Mail> mails() {
		return this.mails;
	}

	RunCommit commit() {
		return this.commit;
	}

	/** Says that the step writes something even without events. */
	void change() {
		this.changed = true;
	}

	boolean writesNothing() {
		return !this.changed && this.inbound.isEmpty();
	}

	void happened(EventAttributes attributes, byte[] data) {
		this.inbound.add(new Inbound(attributes, data));
	}

	void happened(EventAttributes attributes) {
		this.inbound.add(new Inbound(attributes, null));
	}

	void happened(Inbound message) {
		this.inbound.add(message);
	}

	List<Inbound> inbound() {
		return this.inbound;
	}

	/**
	 * An activity closes in this step; answers whether nothing else in it has closed it
	 * before.
	 */
	boolean closeActivity(long activityId) {
		return this.closedActivities.add(activityId);
	}

	boolean closes(long activityId) {
		return this.closedActivities.contains(activityId);
	}

	/** Whether the result of an activity is among what the run was told. */
	boolean hasResultOf(long activityId) {
		String key = AttemptRequest.messageKey(activityId);
		return this.mails.stream()
			.anyMatch((mail) -> mail instanceof Mail.Message told && told.message().key().equals(key)
					&& told.message().eventType().equals(EventType.ACTIVITY_COMPLETED.storedName()));
	}

	/** An attempt begins once the step is written. */
	void beginAttempt(long activityId) {
		this.begun.add(activityId);
	}

	boolean begins(long activityId) {
		return this.begun.contains(activityId);
	}

	/** An activity waits for its next attempt once the step is written. */
	void backOff(long activityId, long dueAt) {
		this.backOffs.put(activityId, dueAt);
	}

	@Nullable Long backsOffUntil(long activityId) {
		return this.backOffs.get(activityId);
	}

	/** Any worker may make the next attempt once the step is written. */
	void offer(long activityId) {
		this.offered.add(activityId);
	}

	boolean offers(long activityId) {
		return this.offered.contains(activityId);
	}

	/** The attempt of an activity is completed from outside once the step is written. */
	void completesLater(long activityId) {
		this.completedLater.add(activityId);
	}

	boolean completesLaterIn(long activityId) {
		return this.completedLater.contains(activityId);
	}

	/**
	 * A local activity closes in this step; answers whether nothing else in it has closed
	 * it before.
	 */
	boolean closeLocal(long localId) {
		return this.closedLocals.add(localId);
	}

	boolean closesLocal(long localId) {
		return this.closedLocals.contains(localId);
	}

	/** Something that is done once the step is written. */
	void then(Runnable effect) {
		this.effects.add(effect);
	}

	void runEffects() {
		this.effects.forEach(Runnable::run);
	}

	void events(List<HistoryEvent> events) {
		this.events = events;
	}

	List<HistoryEvent> events() {
		return this.events;
	}

}
