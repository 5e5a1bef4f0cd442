package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

import dev.holdfast.spi.WorkflowRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Runs the coroutines of one run one after the other in a fixed order: handlers in the
 * order of history, then functions attached to promises, then the workflow method, then
 * what they began with {@code async}, oldest first; again and again until all are
 * blocked.
 */
final class CoroutineScheduler {

	private final Executor threads;

	private final List<Coroutine> handlers = new ArrayList<>();

	private final List<Coroutine> callbacks = new ArrayList<>();

	private final List<Coroutine> others = new ArrayList<>();

	private @Nullable Coroutine main;

	private @Nullable Coroutine runaway;

	private final WatchedCode own;

	private volatile WatchedCode watched;

	private @Nullable Coroutine current;

	private int turns;

	private int asyncs;

	CoroutineScheduler(Executor threads, WatchedCode watched) {
		this.threads = threads;
		this.own = watched;
		this.watched = watched;
	}

	/** The code of these coroutines as the watch sees it. */
	private WatchedCode watched() {
		return this.watched;
	}

	Coroutine startMain(WorkflowRuntime runtime, ScopeNode scope, Runnable body) {
		Coroutine coroutine = new Coroutine("main", this.threads, this::watched, runtime, scope, body);
		this.main = coroutine;
		this.others.add(0, coroutine);
		return coroutine;
	}

	void startHandler(String name, WorkflowRuntime runtime, ScopeNode scope, Runnable body) {
		this.handlers.add(new Coroutine(name, this.threads, this::watched, runtime, scope, body));
	}

	void startCallback(WorkflowRuntime runtime, ScopeNode scope, Runnable body) {
		this.callbacks.add(new Coroutine("callback", this.threads, this::watched, runtime, scope, body));
	}

	void startAsync(WorkflowRuntime runtime, ScopeNode scope, Runnable body) {
		this.others.add(new Coroutine("async " + ++this.asyncs, this.threads, this::watched, runtime, scope, body));
	}

	/** Where a coroutine that was given up is still running, or {@code null}. */
	@Nullable Thread runawayThread() {
		Coroutine left = this.runaway;
		return (left != null && left.isRunaway()) ? left.thread() : null;
	}

	/** Whether this is the thread of a coroutine that was given up. */
	boolean isRunaway(Thread thread) {
		return thread == runawayThread();
	}

	/** The coroutine that has the turn and runs on this thread, or {@code null}. */
	@Nullable Coroutine current() {
		Coroutine coroutine = this.current;
		return (coroutine != null && coroutine.isCurrentThread()) ? coroutine : null;
	}

	/** Coroutines that have not ended, in the order in which they have their turns. */
	List<Coroutine> waiting() {
		List<Coroutine> waiting = new ArrayList<>();
		for (List<Coroutine> group : List.of(this.handlers, this.callbacks, this.others)) {
			group.stream().filter((coroutine) -> !coroutine.isDone()).forEach(waiting::add);
		}
		return waiting;
	}

	@Nullable Coroutine main() {
		return this.main;
	}

	/** How often a coroutine had the turn in the current or the last run. */
	int turns() {
		return this.turns;
	}

	/**
	 * Runs until every coroutine is blocked, the workflow method has ended, or a
	 * coroutine has failed.
	 * @return the coroutine that failed, or {@code null}
	 */
	@Nullable Coroutine runUntilBlocked() {
		this.turns = 0;
		boolean progress;
		do {
			progress = false;
			for (List<Coroutine> group : List.of(this.handlers, this.callbacks, this.others)) {
				for (int i = 0; i < group.size(); i++) {
					Coroutine coroutine = group.get(i);
					if (coroutine.isReady()) {
						progress = true;
						this.turns++;
						run(coroutine);
						if (coroutine.failure() != null || (coroutine == this.main && coroutine.isDone())) {
							return coroutine;
						}
					}
				}
				group.removeIf((coroutine) -> coroutine.isDone());
			}
		}
		while (progress);
		return null;
	}

	private void run(Coroutine coroutine) {
		this.own.requireNotTaken();
		this.current = coroutine;
		try {
			if (!coroutine.resume()) {
				this.runaway = coroutine;
				throw Objects.requireNonNull(coroutine.overrun());
			}
			if (this.watched.isOverdue()) {
				throw TaskTimeoutException.inCircles(this.watched.limit());
			}
		}
		finally {
			this.current = null;
		}
	}

	/**
	 * Unwinds all coroutines for somebody who is not in a stretch of their code, perhaps
	 * because the thread that was has been given up.
	 */
	void destroy(WatchedCode unwinding) {
		this.watched = unwinding;
		destroy();
	}

	/** Unwinds all coroutines. */
	void destroy() {
		for (List<Coroutine> group : List.of(this.handlers, this.callbacks, this.others)) {
			for (Coroutine coroutine : group) {
				this.current = coroutine;
				coroutine.destroy();
			}
			group.clear();
		}
		this.current = null;
	}

}
