package dev.holdfast.engine.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.history.SearchAttributeValue;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one step of one run writes, in one piece: it happens as a whole or not
 * at all, and only if the run is still at the version and the epoch that the writer
 * knows. Filled by one thread, then handed over.
 */
public final class RunCommit {

	private static final int MAX_REASON = 3900;

	final UUID runId;

	final String workflowId;

	final long version;

	final long epoch;

	long nextEventId;

	long lastTask;

	@Nullable UUID owner;

	@Nullable Long wakeAt;

	int failedTasks;

	boolean stuck;

	final List<StoredEvent> events = new ArrayList<>();

	final List<String> consumed = new ArrayList<>();

	final List<StoredMessage> messages = new ArrayList<>();

	/** The workflow ids of other runs that it sends messages to. */
	final Map<UUID, String> receivers = new LinkedHashMap<>();

	final List<ExternalRequest> externalRequests = new ArrayList<>();

	final List<NewRun> children = new ArrayList<>();

	final Map<UUID, WorkflowIdReusePolicy> reusePolicies = new HashMap<>();

	final List<StoredActivity> activities = new ArrayList<>();

	final List<Long> finishedActivities = new ArrayList<>();

	final List<Long> remoteCancellations = new ArrayList<>();

	final Set<String> excluded = new HashSet<>();

	final Map<String, StoredRequest.Progress> requests = new LinkedHashMap<>();

	final Map<String, @Nullable SearchAttributeValue> searchAttributes = new TreeMap<>();

	@Nullable Closing closing;

	@Nullable Successor successor;

	@Nullable StatusChange statusChange;

	private boolean benign;

	private boolean withoutActivities;

	/** Whether it ends the run whatever messages wait for it. */
	boolean forced;

	/**
	 * Whether an earlier attempt to write this may have succeeded without our knowing.
	 */
	boolean outcomeUnknown;

	/** The end of a run. */
	record Closing(WorkflowStatus status, long closedAt, long historyLength, @Nullable String lastFailure) {
	}

	/**
	 * The run that has the workflow id once this one has ended.
	 *
	 * @param inChain whether it goes on with the same execution
	 */
	record Successor(NewRun run, boolean inChain) {
	}

	/** A change of state of an open execution. */
	record StatusChange(WorkflowStatus status, @Nullable String lastFailure, @Nullable String stuckCode) {
	}

	public RunCommit(StoredRun run) {
		this.runId = run.runId();
		this.workflowId = run.workflowId();
		this.version = run.version();
		this.epoch = run.epoch();
		this.nextEventId = run.nextEventId();
		this.lastTask = run.lastTask();
		this.owner = run.owner();
		this.wakeAt = run.wakeAt();
		this.failedTasks = run.failedTasks();
	}

	/** Adds an event: the run gets on, and what failed before counts no more. */
	public void event(StoredEvent event) {
		this.events.add(event);
		this.failedTasks = 0;
		this.nextEventId = event.eventId() + 1;
		this.lastTask = event.task();
	}

	/** The number of the last task that was executed. */
	public void lastTask(long task) {
		this.lastTask = task;
	}

	/** A message that the events take up. */
	public void consume(String messageKey) {
		this.consumed.add(messageKey);
	}

	/** A message to this run, for whoever goes on with it. */
	public void sendToItself(StoredMessage message) {
		this.messages.add(message);
	}

	/**
	 * A message to another run. If that has closed, it goes to the run that has taken its
	 * place, or is dropped if none has.
	 * @param workflowId the workflow id of the receiver
	 */
	public void send(String workflowId, StoredMessage message) {
		this.messages.add(message);
		this.receivers.put(message.runId(), workflowId);
	}

	/**
	 * A message to whichever run has a workflow id; this run is told what becomes of it.
	 */
	public void request(ExternalRequest request) {
		this.externalRequests.add(request);
	}

	public void start(NewRun child) {
		this.children.add(child);
	}

	/** A child, unless the policy forbids its id. */
	public void start(NewRun child, @Nullable WorkflowIdReusePolicy policy) {
		this.children.add(child);
		if (policy != null) {
			this.reusePolicies.put(child.runId(), policy);
		}
	}

	/** The new state of an activity that has a row; of several the last counts. */
	public void activity(StoredActivity activity) {
		this.activities.removeIf((earlier) -> earlier.activityId() == activity.activityId());
		this.activities.add(activity);
	}

	/** An activity that needs its row no longer, if it has one. */
	public void finishActivity(long activityId) {
		this.activities.removeIf((earlier) -> earlier.activityId() == activityId);
		this.finishedActivities.add(activityId);
	}

	/** Asks an activity to stop that any worker may have taken. */
	public void cancelRemote(long activityId) {
		this.remoteCancellations.add(activityId);
	}

	/** Says that the run has no activity that has a row, as far as its owner knows. */
	public void hasNoActivities() {
		this.withoutActivities = true;
	}

	/** Whether rows of activities may go with the run. */
	boolean removesActivities() {
		return this.closing != null && !this.withoutActivities;
	}

	/**
	 * Says that a message must not come any more: the step is refused if there is one
	 * with this key, and waits while somebody may be about to commit one.
	 */
	public void exclude(String messageKey) {
		this.excluded.add(messageKey);
	}

	/** Whether nobody may be about to commit messages to the run. */
	boolean barsSenders() {
		return this.closing != null || !this.excluded.isEmpty();
	}

	/** Whether it must not be written while a message waits that it does not take up. */
	boolean isRefusedBy(Set<String> unseenMessages) {
		return (this.closing != null) ? !this.forced && !unseenMessages.isEmpty()
				: !Collections.disjoint(this.excluded, unseenMessages);
	}

	/** How far a request has come; of several steps of one the last counts. */
	public void progress(StoredRequest.Progress progress) {
		this.requests.put(progress.key(), progress);
	}

	/** Changes search attributes; {@code null} removes one. The last change counts. */
	public void searchAttributes(Map<String, @Nullable SearchAttributeValue> changes) {
		this.searchAttributes.putAll(changes);
	}

	public void wakeAt(@Nullable Long wakeAt) {
		this.wakeAt = wakeAt;
	}

	/** Gives the run back, for any node to claim when it is due. */
	public void release() {
		this.owner = null;
	}

	/**
	 * Rows of activities that go: finished ones, and those that new ones take the place
	 * of.
	 */
	List<Long> replacedActivities() {
		List<Long> ids = new ArrayList<>(this.finishedActivities);
		this.activities.forEach((activity) -> ids.add(activity.activityId()));
		return ids;
	}

	/**
	 * Says that the task failed, and how often in a row.
	 * @param stuckCode the code that is stuck, if other code might go on; or {@code null}
	 */
	public void taskFailed(int failedTasks, boolean stuck, String reason, @Nullable String stuckCode) {
		this.failedTasks = failedTasks;
		this.stuck = stuck;
		this.statusChange = new StatusChange(stuck ? WorkflowStatus.STUCK : WorkflowStatus.RUNNING, cut(reason),
				stuckCode);
	}

	/** Says that the task succeeded after it had failed. */
	public void taskRecovered() {
		this.statusChange = new StatusChange(WorkflowStatus.RUNNING, null, null);
	}

	/** Ends the run. */
	public void close(WorkflowStatus status, long closedAt, @Nullable String lastFailure) {
		this.closing = new Closing(status, closedAt, this.nextEventId - 1, cut(lastFailure));
	}

	/** Ends the run from outside, whatever messages wait for it. */
	public void closeForced(WorkflowStatus status, long closedAt, @Nullable String lastFailure) {
		close(status, closedAt, lastFailure);
		this.forced = true;
	}

	/** Says that it ends with a failure that is not to be counted as one. */
	public void benign() {
		this.benign = true;
	}

	public boolean isBenign() {
		return this.benign;
	}

	/** The run that ends goes on as another one, in the same commit. */
	public void goOnAs(NewRun next) {
		this.successor = new Successor(next, true);
	}

	/** Another execution takes the workflow id, in the same commit. */
	public void giveWayTo(NewRun other) {
		this.successor = new Successor(other, false);
	}

	/** Messages that this run has not heard are left for the run that follows it. */
	public void leaveToSuccessor() {
		this.consumed.clear();
	}

	/** Whether messages may wait for the run that follows it. */
	public boolean mayLeaveMessages() {
		return this.forced;
	}

	/** The run that has the workflow id next, or {@code null}. */
	public @Nullable NewRun successor() {
		Successor next = this.successor;
		return (next != null) ? next.run() : null;
	}

	public boolean isClosing() {
		return this.closing != null;
	}

	/** The run that it is a step of. */
	public UUID run() {
		return this.runId;
	}

	/** The keys of the messages that it takes up. */
	public List<String> consumedMessages() {
		return this.consumed;
	}

	/** The runs that it starts. */
	public List<NewRun> startedRuns() {
		return this.children;
	}

	/** The messages that it sends. */
	public List<StoredMessage> sentMessages() {
		return this.messages;
	}

	/** The keys of the requests that it brings further. */
	public Set<String> progressedRequests() {
		return this.requests.keySet();
	}

	/**
	 * Whether it takes the run further with events, or ends it with nothing that follows,
	 * and does nothing else but take up messages. What may have been written already is
	 * not simple.
	 */
	boolean isSimple() {
		return !this.forced && !this.outcomeUnknown && this.successor == null && this.messages.isEmpty()
				&& this.externalRequests.isEmpty() && this.children.isEmpty() && this.activities.isEmpty()
				&& this.remoteCancellations.isEmpty() && this.excluded.isEmpty() && this.requests.isEmpty()
				&& this.searchAttributes.isEmpty() && ((this.closing != null) ? !removesActivities()
						: this.statusChange == null && this.finishedActivities.isEmpty());
	}

	/** Whether it may be written as a part of the start of its run. */
	boolean mayComeWithStart() {
		return isSimple() && this.closing == null && this.consumed.isEmpty() && this.failedTasks == 0 && !this.stuck
				&& this.events.size() <= LoneStep.MOST_EVENTS;
	}

	/** Whether nothing follows its end in the tables of the run. */
	boolean isPlainEnd() {
		return this.closing != null && this.successor == null && this.externalRequests.isEmpty()
				&& this.children.isEmpty() && this.activities.isEmpty();
	}

	/** The run that goes on with the execution, or {@code null}. */
	public @Nullable UUID nextInChain() {
		return Successions.nextInChain(this);
	}

	/** The event with which the run ends, or {@code null} if that is none of these. */
	public @Nullable StoredEvent lastEvent() {
		StoredEvent last = this.events.isEmpty() ? null : this.events.get(this.events.size() - 1);
		return (last != null && last.eventId() == Objects.requireNonNull(this.closing).historyLength()) ? last : null;
	}

	/** As what the run ends. */
	public WorkflowStatus closingStatus() {
		return Objects.requireNonNull(this.closing).status();
	}

	/** The row of the run once this is written. */
	public StoredRun after(StoredRun before) {
		return new StoredRun(before.runId(), before.workflowId(), before.workflowType(), before.taskQueue(),
				this.version + 1, this.nextEventId, this.lastTask, this.owner, this.epoch, this.wakeAt,
				this.failedTasks, this.stuck, before.flags(), before.priority());
	}

	/**
	 * What a text column of every database takes: bounded, and without NUL and halves of
	 * characters.
	 */
	private static @Nullable String cut(@Nullable String text) {
		if (text == null) {
			return null;
		}
		StringBuilder clean = new StringBuilder();
		text.codePoints()
			.limit(MAX_REASON)
			.forEach((codePoint) -> clean.appendCodePoint(
					(codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE) ? '\uFFFD' : codePoint));
		return clean.toString();
	}

}
