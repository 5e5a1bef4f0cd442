package dev.holdfast.engine.interception;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.holdfast.interceptor.Chain;
import org.jspecify.annotations.Nullable;

/**
 * The interceptors of one kind, the outermost first. Thread-safe.
 *
 * @param <I> the kind
 */
public record Layers<I>(List<I> all) {

	public Layers {
		all = List.copyOf(all);
	}

	/** A method of an interceptor that answers something. */
	@FunctionalInterface
	public interface Around<I, C, R> {

		R call(I interceptor, C call, Chain<C, R> chain);

	}

	/** A method of an interceptor that answers a value, or nothing. */
	@FunctionalInterface
	public interface AroundValue<I, C> {

		@Nullable Object call(I interceptor, C call, Chain<C, @Nullable Object> chain);

	}

	public boolean isEmpty() {
		return this.all.isEmpty();
	}

	/** Surrounds a call whose answer counts. */
	public <C, R> R around(Around<I, C, R> around, C call, Chain<C, R> end) {
		return link(0, around, end).proceed(call);
	}

	/** Surrounds a call that answers a value, or nothing. */
	public <C> @Nullable Object value(AroundValue<I, C> around, C call, Function<C, @Nullable Object> end) {
		return isEmpty() ? end.apply(call) : linkValue(0, around, end).proceed(call);
	}

	private <C, R> Chain<C, R> link(int index, Around<I, C, R> around, Chain<C, R> end) {
		if (index == this.all.size()) {
			return end;
		}
		I interceptor = this.all.get(index);
		Chain<C, R> rest = link(index + 1, around, end);
		return (call) -> Objects.requireNonNull(around.call(interceptor, Objects.requireNonNull(call, "call"), rest),
				() -> interceptor.getClass().getName() + " answers null");
	}

	@SuppressWarnings("NullAway") // what a chain answers may be null if its type says so
	private <C> Chain<C, @Nullable Object> linkValue(int index, AroundValue<I, C> around,
			Function<C, @Nullable Object> end) {
		if (index == this.all.size()) {
			return end::apply;
		}
		I interceptor = this.all.get(index);
		Chain<C, @Nullable Object> rest = linkValue(index + 1, around, end);
		return (call) -> around.call(interceptor, Objects.requireNonNull(call, "call"), rest);
	}

}
