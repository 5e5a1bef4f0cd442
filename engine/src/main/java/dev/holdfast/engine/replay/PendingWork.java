package dev.holdfast.engine.replay;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ValueAttributes;
import dev.holdfast.engine.history.ChildAttributes;
import dev.holdfast.engine.history.ActivityAttributes;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.replay.ExternalCommands.ExternalRequest;
import dev.holdfast.engine.time.Micros;
import dev.holdfast.workflow.PendingLimitException;
import org.jspecify.annotations.Nullable;

/**
 * All that a run has begun and that has not closed, in the order in which it was begun.
 */
public final class PendingWork {

	static final int LIMIT = 2000;

	private final Map<Long, PendingItem<ActivityScheduled>> activities = new LinkedHashMap<>();

	private final Map<Long, PendingLocal> locals = new LinkedHashMap<>();

	private final Map<Long, PendingItem<TimerStarted>> timers = new LinkedHashMap<>();

	private final Map<Long, PendingItem<ChildInitiated>> children = new LinkedHashMap<>();

	private final Map<Long, ExternalRequest> externalRequests = new LinkedHashMap<>();

	void addActivity(PendingItem<ActivityScheduled> item) {
		this.activities.put(item.id(), item);
	}

	void addLocal(PendingLocal local) {
		this.locals.put(local.id(), local);
	}

	void addTimer(PendingItem<TimerStarted> item) {
		this.timers.put(item.id(), item);
	}

	void addChild(PendingItem<ChildInitiated> item) {
		this.children.put(item.id(), item);
	}

	void addExternalRequest(long id, ExternalRequest request) {
		this.externalRequests.put(id, request);
	}

	@Nullable ExternalRequest removeExternalRequest(long id) {
		return this.externalRequests.remove(id);
	}

	@Nullable PendingItem<ActivityScheduled> removeActivity(long id) {
		return this.activities.remove(id);
	}

	void removeLocal(long id) {
		this.locals.remove(id);
	}

	@Nullable PendingItem<TimerStarted> removeTimer(long id) {
		return this.timers.remove(id);
	}

	@Nullable PendingItem<ChildInitiated> removeChild(long id) {
		return this.children.remove(id);
	}

	/** Refuses to begin more than a run may have pending. */
	void requireRoom(String what) {
		int pending = switch (what) {
			case "activities" -> this.activities.size();
			case "local activities" -> this.locals.size();
			case "timers" -> this.timers.size();
			case "external requests" -> this.externalRequests.size();
			default -> this.children.size();
		};
		if (pending >= LIMIT) {
			throw new PendingLimitException(what, LIMIT);
		}
	}

	public @Nullable PendingItem<ActivityScheduled> activity(long id) {
		return this.activities.get(id);
	}

	public Collection<PendingItem<ActivityScheduled>> activities() {
		return this.activities.values();
	}

	public @Nullable PendingLocal local(long id) {
		return this.locals.get(id);
	}

	public Collection<PendingLocal> locals() {
		return this.locals.values();
	}

	public Collection<PendingItem<TimerStarted>> timers() {
		return this.timers.values();
	}

	public Collection<PendingItem<ChildInitiated>> children() {
		return this.children.values();
	}

	/** What a promise is of, for people. */
	String describe(DurablePromise<?> promise) {
		return Stream
			.of(described(this.activities.values(), promise, (item) -> "activity " + item.attributes().activityType()),
					described(this.locals.values().stream().map(PendingLocal::item).toList(), promise,
							(item) -> "local activity " + item.attributes().activityType()),
					described(this.timers.values(), promise,
							(item) -> "a timer until " + Micros.toInstant(item.attributes().dueAt())),
					described(this.children.values(), promise,
							(item) -> "child workflow '" + item.attributes().workflowId() + "'"))
			.flatMap(Optional::stream)
			.findFirst()
			.orElse("a promise");
	}

	private static <A extends EventAttributes> Optional<String> described(Collection<PendingItem<A>> items,
			DurablePromise<?> promise, Function<PendingItem<A>, String> name) {
		return items.stream().filter((item) -> item.promise() == promise).findFirst().map(name);
	}

	/** Whether something that happened concerns anything that is still pending. */
	public boolean concerns(EventAttributes inbound) {
		return switch (inbound.type()) {
			case ACTIVITY_COMPLETED ->
				this.activities.containsKey(((ActivityAttributes.ActivityCompleted) inbound).activityId());
			case ACTIVITY_FAILED, ACTIVITY_TIMED_OUT ->
				this.activities.containsKey(((ActivityAttributes.ActivityFailed) inbound).activityId());
			case LOCAL_ACTIVITY_CLOSED ->
				this.locals.containsKey(((ActivityAttributes.LocalActivityClosed) inbound).localId());
			case TIMER_FIRED -> this.timers.containsKey(((ValueAttributes.TimerFired) inbound).timerId());
			case CHILD_START_FAILED ->
				this.children.containsKey(((ChildAttributes.ChildStartFailed) inbound).childId());
			case CHILD_COMPLETED -> this.children.containsKey(((ChildAttributes.ChildCompleted) inbound).childId());
			case CHILD_FAILED, CHILD_TIMED_OUT, CHILD_CANCELED, CHILD_TERMINATED ->
				this.children.containsKey(((ChildAttributes.ChildFailed) inbound).childId());
			case EXTERNAL_REQUEST_DELIVERED ->
				this.externalRequests.containsKey(((ChildAttributes.ExternalRequestDelivered) inbound).requestId());
			case EXTERNAL_REQUEST_FAILED ->
				this.externalRequests.containsKey(((ChildAttributes.ExternalRequestFailed) inbound).requestId());
			default -> true;
		};
	}

}
