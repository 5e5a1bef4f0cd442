package dev.holdfast.test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A future that lets time go by while a thread waits for it, or for what is derived from
 * it.
 */
final class SkippingFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	private final TimeSkipper skipper;

	private SkippingFuture(TimeSkipper skipper) {
		this.skipper = skipper;
	}

	static <T extends @Nullable Object> SkippingFuture<T> of(CompletableFuture<T> source, TimeSkipper skipper) {
		SkippingFuture<T> future = new SkippingFuture<>(skipper);
		source.whenComplete((value, failure) -> {
			if (failure != null) {
				future.completeExceptionally((failure instanceof CompletionException && failure.getCause() != null)
						? failure.getCause() : failure);
			}
			else {
				future.complete(value);
			}
		});
		return future;
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new SkippingFuture<>(this.skipper);
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		this.skipper.await(this, Long.MAX_VALUE, null);
		return super.get();
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		this.skipper.await(this, unit.toMicros(timeout), null);
		return super.get(0, unit);
	}

	@Override
	public T join() {
		try {
			this.skipper.await(this, Long.MAX_VALUE, null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return super.join();
	}

}
