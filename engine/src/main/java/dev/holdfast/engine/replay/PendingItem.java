package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.function.Consumer;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something that a workflow began and that has not closed: an activity, a timer or a
 * child.
 *
 * @param <A> the attributes of the event that began it
 */
public final class PendingItem<A extends EventAttributes> {

	/** The states of something that was begun. */
	enum State {

		OPEN, CANCEL_REQUESTED, ABANDONED, CLOSED

	}

	/** What happens to it. */
	enum Cause {

		/** It closed: completed, failed, fired. */
		CLOSE,
		/** It was cancelled and counts as closed at once. */
		CANCEL,
		/** Its cancellation was requested, and its close is awaited. */
		REQUEST_CANCEL,
		/** Its scope was cancelled, and it goes on by itself. */
		ABANDON

	}

	static final StateTable<State, Cause> LIFE = new StateTable<>(State.class, Cause.class)
		.step(State.OPEN, Cause.CLOSE, State.CLOSED)
		.step(State.OPEN, Cause.CANCEL, State.CLOSED)
		.step(State.OPEN, Cause.REQUEST_CANCEL, State.CANCEL_REQUESTED)
		.step(State.OPEN, Cause.ABANDON, State.ABANDONED)
		.step(State.CANCEL_REQUESTED, Cause.CLOSE, State.CLOSED)
		.step(State.ABANDONED, Cause.CLOSE, State.CLOSED);

	private final HistoryEvent event;

	private final A attributes;

	private final DurablePromise<Object> promise;

	private final Type resultType;

	private final ScopeNode scope;

	private State state = State.OPEN;

	private @Nullable Consumer<String> canceller;

	private @Nullable String cancelReason;

	PendingItem(HistoryEvent event, A attributes, DurablePromise<Object> promise, Type resultType, ScopeNode scope) {
		this.event = event;
		this.attributes = attributes;
		this.promise = promise;
		this.resultType = resultType;
		this.scope = scope;
	}

	/** The number of the event that began it. */
	public long id() {
		return this.event.id();
	}

	/** When it was begun, in microseconds. */
	public long begunAt() {
		return this.event.time();
	}

	/** What it is. */
	public A attributes() {
		return this.attributes;
	}

	/** The payload that it was begun with. */
	public byte @Nullable [] data() {
		return this.event.data();
	}

	DurablePromise<Object> promise() {
		return this.promise;
	}

	Type resultType() {
		return this.resultType;
	}

	void cancelWith(Consumer<String> canceller) {
		this.canceller = canceller;
		this.scope.register(canceller);
	}

	void step(Cause cause) {
		this.state = LIFE.next(this.state, cause);
		if (this.canceller != null) {
			this.scope.unregister(this.canceller);
			this.canceller = null;
		}
	}

	/** Its cancellation was requested, and it stays pending until it has closed. */
	void requestCancel(String reason) {
		step(Cause.REQUEST_CANCEL);
		this.cancelReason = reason;
	}

	/** Why it shall stop, or {@code null} if it need not. */
	public @Nullable String cancelReason() {
		return this.cancelReason;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

}
