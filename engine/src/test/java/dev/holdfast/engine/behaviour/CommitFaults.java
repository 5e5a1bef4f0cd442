package dev.holdfast.engine.behaviour;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.holdfast.engine.store.CommitSeam;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;

/** Fails commits, before or after they are made. */
final class CommitFaults implements CommitSeam {

	private final AtomicInteger injected = new AtomicInteger();

	private final Supplier<Boolean> before;

	private final Supplier<Boolean> after;

	private CommitFaults(Supplier<Boolean> before, Supplier<Boolean> after) {
		this.before = before;
		this.after = after;
	}

	static CommitFaults everySecond(boolean before, boolean after) {
		AtomicInteger count = new AtomicInteger();
		return new CommitFaults(() -> before && count.incrementAndGet() % 2 == 0,
				() -> after && count.incrementAndGet() % 2 == 0);
	}

	/**
	 * Of both kinds, each once in every one to six times, however few commits there are.
	 */
	static CommitFaults nowAndThen(long seed) {
		Random random = new Random(seed);
		return new CommitFaults(nowAndThen(random), nowAndThen(random));
	}

	private static Supplier<Boolean> nowAndThen(Random random) {
		AtomicInteger left = new AtomicInteger(1);
		return () -> {
			boolean now = left.decrementAndGet() <= 0;
			if (now) {
				left.set(1 + random.nextInt(6));
			}
			return now;
		};
	}

	/** How many commits it has failed. */
	int injected() {
		return this.injected.get();
	}

	@Override
	public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
		failIf(this.before.get());
		T result = transaction.get();
		failIf(this.after.get());
		return result;
	}

	private void failIf(boolean fail) {
		if (fail) {
			this.injected.incrementAndGet();
			throw new DataAccessResourceFailureException("the connection broke");
		}
	}

}
