package dev.holdfast.workflow;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.holdfast.payload.Arguments;
import org.jspecify.annotations.Nullable;

/** The part of {@link Workflows} that handles messages to the execution. */
abstract sealed class MessageHandling extends ExecutionCalls permits Workflows {

	/**
	 * Handles signals of a name that no {@link SignalMethod} has. Signals that came
	 * before are handled now, in the order in which they came. A later handler for the
	 * same name takes the place of an earlier one.
	 * @throws IllegalArgumentException if a method handles the signal
	 */
	public static void onSignal(String signal, Consumer<? super Arguments> handler) {
		runtime().onSignal(signal, (name, arguments) -> handler.accept(arguments));
	}

	/**
	 * Handles signals that have one argument, of a name that no {@link SignalMethod} has;
	 * see {@link #onSignal(String, Consumer)}. The argument may be {@code null}.
	 */
	public static <A> void onSignal(String signal, Class<A> type, Consumer<? super @Nullable A> handler) {
		runtime().onSignal(signal, (name, arguments) -> handler.accept(arguments.get(0, type)));
	}

	/** Handles all signals that nothing else handles, those that came before included. */
	public static void onAnySignal(BiConsumer<String, ? super Arguments> handler) {
		runtime().onSignal(null, handler::accept);
	}

	/**
	 * Answers queries of a name that no {@link QueryMethod} has.
	 * @throws IllegalArgumentException if a method answers the query
	 */
	public static void onQuery(String query, Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(query, (name, arguments) -> handler.apply(arguments));
	}

	/** Answers all queries that nothing else answers. */
	public static void onAnyQuery(BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(null, handler::apply);
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has.
	 * @throws IllegalArgumentException if a method handles the update
	 */
	public static void onUpdate(String update, Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, (name, arguments) -> {
		}, (name, arguments) -> handler.apply(arguments));
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has, after a validator.
	 * @param validator rejects an update by throwing; it must change nothing and not
	 * block
	 * @throws IllegalArgumentException if a method handles the update
	 */
	public static void onUpdate(String update, Consumer<? super Arguments> validator,
			Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, (name, arguments) -> validator.accept(arguments),
				(name, arguments) -> handler.apply(arguments));
	}

	/** Handles all updates that nothing else handles. */
	public static void onAnyUpdate(BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(null, (name, arguments) -> {
		}, handler::apply);
	}

	/**
	 * Whether every signal and update handler that has begun has finished: what a
	 * workflow method awaits before it returns, so as to leave no handler behind. Within
	 * a handler it is always {@code false}.
	 */
	public static boolean everyHandlerFinished() {
		return runtime().everyHandlerFinished();
	}

	/** The update whose handler calls, if it is one. */
	public static Optional<UpdateInfo> currentUpdate() {
		return runtime().currentUpdate();
	}

}
