package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import dev.holdfast.workflow.WorkflowQueue;
import org.jspecify.annotations.Nullable;

/** The queue of a run. While somebody waits to take, it is empty; to put, it is full. */
final class RunQueue<E> implements WorkflowQueue<E> {

	private final RunContext context;

	private final int capacity;

	private final Deque<E> elements = new ArrayDeque<>();

	private final Waiters<Hand<E>> takers;

	private final Waiters<Hand<E>> putters;

	/** A hand that holds an element, or is held out for one. */
	private static final class Hand<E> extends Waiters.Place {

		private @Nullable E element;

		Hand(@Nullable E element) {
			this.element = element;
		}

	}

	RunQueue(RunContext context, int capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("A queue needs room for at least 1 element, not for " + capacity);
		}
		this.context = context;
		this.capacity = capacity;
		this.takers = new Waiters<>(context);
		this.putters = new Waiters<>(context);
	}

	@Override
	public void put(E element) {
		put(element, null);
	}

	@Override
	public boolean offer(E element, Duration timeout) {
		TimerCommands.requireTimer(timeout);
		return put(element, timeout);
	}

	private boolean put(E element, @Nullable Duration timeout) {
		this.context.coroutine("WorkflowQueue.put").scope().throwIfCanceled();
		return offer(element) || this.putters.await("WorkflowQueue.put", new Hand<>(element), timeout);
	}

	@Override
	public boolean offer(E element) {
		Objects.requireNonNull(element, "element");
		this.context.coroutine("WorkflowQueue.offer");
		Hand<E> taker = this.takers.grantFirst((first) -> true);
		if (taker != null) {
			taker.element = element;
			return true;
		}
		return this.elements.size() < this.capacity && this.elements.add(element);
	}

	@Override
	public E take() {
		return Objects.requireNonNull(poll("WorkflowQueue.take", null));
	}

	@Override
	public @Nullable E poll(Duration timeout) {
		TimerCommands.requireTimer(timeout);
		return poll("WorkflowQueue.poll", timeout);
	}

	private @Nullable E poll(String call, @Nullable Duration timeout) {
		this.context.coroutine(call).scope().throwIfCanceled();
		E next = poll();
		if (next != null) {
			return next;
		}
		Hand<E> hand = new Hand<>(null);
		this.takers.await(call, hand, timeout);
		return hand.element;
	}

	@Override
	public @Nullable E poll() {
		this.context.coroutine("WorkflowQueue.poll");
		E next = this.elements.poll();
		if (next != null) {
			Hand<E> putter = this.putters.grantFirst((first) -> true);
			if (putter != null) {
				this.elements.add(Objects.requireNonNull(putter.element));
			}
		}
		return next;
	}

	@Override
	public @Nullable E peek() {
		return this.elements.peek();
	}

	@Override
	public int size() {
		return this.elements.size();
	}

	@Override
	public List<E> toList() {
		return List.copyOf(this.elements);
	}

}
