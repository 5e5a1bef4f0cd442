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
	 * @throws IllegalArgumentException if a method handles the signal, or the name begins
	 * with two underscores
	 */
	public static void onSignal(String signal, Consumer<? super Arguments> handler) {
		runtime().onSignal(signal, null, (name, arguments) -> handler.accept(arguments));
	}

	/**
	 * Handles signals of a name that no {@link SignalMethod} has, and says what they are
	 * for; see {@link #onSignal(String, Consumer)}.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onSignal(String signal, String description, Consumer<? super Arguments> handler) {
		runtime().onSignal(signal, description, (name, arguments) -> handler.accept(arguments));
	}

	/**
	 * Handles signals that have one argument, of a name that no {@link SignalMethod} has;
	 * see {@link #onSignal(String, Consumer)}. The argument may be {@code null}.
	 */
	public static <A> void onSignal(String signal, Class<A> type, Consumer<? super @Nullable A> handler) {
		runtime().onSignal(signal, null, (name, arguments) -> handler.accept(arguments.get(0, type)));
	}

	/**
	 * Handles signals that have one argument, and says what they are for; see
	 * {@link #onSignal(String, Class, Consumer)}.
	 * @param description for people; at most 20,000 characters
	 */
	public static <A> void onSignal(String signal, String description, Class<A> type,
			Consumer<? super @Nullable A> handler) {
		runtime().onSignal(signal, description, (name, arguments) -> handler.accept(arguments.get(0, type)));
	}

	/** Handles all signals that nothing else handles, those that came before included. */
	public static void onAnySignal(BiConsumer<String, ? super Arguments> handler) {
		runtime().onSignal(null, null, handler::accept);
	}

	/**
	 * Handles all signals that nothing else handles, and says what they are for.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onAnySignal(String description, BiConsumer<String, ? super Arguments> handler) {
		runtime().onSignal(null, description, handler::accept);
	}

	/**
	 * Answers queries of a name that no {@link QueryMethod} has.
	 * @throws IllegalArgumentException if a method answers the query, or the name begins
	 * with two underscores
	 */
	public static void onQuery(String query, Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(query, null, (name, arguments) -> handler.apply(arguments));
	}

	/**
	 * Answers queries of a name that no {@link QueryMethod} has, and says what they are
	 * for; see {@link #onQuery(String, Function)}.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onQuery(String query, String description,
			Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(query, description, (name, arguments) -> handler.apply(arguments));
	}

	/** Answers all queries that nothing else answers. */
	public static void onAnyQuery(BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(null, null, handler::apply);
	}

	/**
	 * Answers all queries that nothing else answers, and says what they are for.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onAnyQuery(String description,
			BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onQuery(null, description, handler::apply);
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has.
	 * @throws IllegalArgumentException if a method handles the update, or the name begins
	 * with two underscores
	 */
	public static void onUpdate(String update, Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, null, (name, arguments) -> {
		}, (name, arguments) -> handler.apply(arguments));
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has, and says what they are
	 * for; see {@link #onUpdate(String, Function)}.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onUpdate(String update, String description,
			Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, description, (name, arguments) -> {
		}, (name, arguments) -> handler.apply(arguments));
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has, after a validator.
	 * @param validator rejects an update by throwing; it must change nothing and not
	 * block
	 * @throws IllegalArgumentException if a method handles the update, or the name begins
	 * with two underscores
	 */
	public static void onUpdate(String update, Consumer<? super Arguments> validator,
			Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, null, (name, arguments) -> validator.accept(arguments),
				(name, arguments) -> handler.apply(arguments));
	}

	/**
	 * Handles updates of a name that no {@link UpdateMethod} has, after a validator, and
	 * says what they are for; see {@link #onUpdate(String, Consumer, Function)}.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onUpdate(String update, String description, Consumer<? super Arguments> validator,
			Function<? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(update, description, (name, arguments) -> validator.accept(arguments),
				(name, arguments) -> handler.apply(arguments));
	}

	/** Handles all updates that nothing else handles. */
	public static void onAnyUpdate(BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(null, null, (name, arguments) -> {
		}, handler::apply);
	}

	/**
	 * Handles all updates that nothing else handles, and says what they are for.
	 * @param description for people; at most 20,000 characters
	 */
	public static void onAnyUpdate(String description,
			BiFunction<String, ? super Arguments, ? extends @Nullable Object> handler) {
		runtime().onUpdate(null, description, (name, arguments) -> {
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
