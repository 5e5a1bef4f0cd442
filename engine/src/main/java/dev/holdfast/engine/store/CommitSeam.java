package dev.holdfast.engine.store;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Where a fault can be put before a commit, after it, or in its place. */
public interface CommitSeam {

	/** Commits, and nothing else. */
	CommitSeam PLAIN = new CommitSeam() {

		@Override
		public <T extends @Nullable Object> T commit(Supplier<T> transaction) {
			return transaction.get();
		}

	};

	<T extends @Nullable Object> T commit(Supplier<T> transaction);

}
