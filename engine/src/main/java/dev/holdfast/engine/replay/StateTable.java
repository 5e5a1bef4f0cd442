package dev.holdfast.engine.replay;

import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The life of a thing as a table: which state follows which, on what. Asking for a step
 * that the table does not have is a defect of the engine and throws.
 *
 * @param <S> the states
 * @param <E> what makes it go from one to the next
 */
public final class StateTable<S extends Enum<S>, E extends Enum<E>> {

	private final Map<S, Map<E, S>> steps;

	private final Class<E> causes;

	public StateTable(Class<S> states, Class<E> causes) {
		this.steps = new EnumMap<>(states);
		this.causes = causes;
	}

	/** Adds a step. */
	public StateTable<S, E> step(S from, E cause, S to) {
		this.steps.computeIfAbsent(from, (state) -> new EnumMap<>(this.causes)).put(cause, to);
		return this;
	}

	/** Whether there is such a step. */
	public boolean allows(S from, E cause) {
		return find(from, cause) != null;
	}

	/** The state that follows. */
	public S next(S from, E cause) {
		S to = find(from, cause);
		if (to == null) {
			throw new IllegalStateException("There is no step from " + from + " on " + cause);
		}
		return to;
	}

	private @Nullable S find(S from, E cause) {
		Map<E, S> row = this.steps.get(from);
		return (row != null) ? row.get(cause) : null;
	}

}
