package dev.holdfast.engine.simulation;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A guard of the engine that is taken away, to see whether that is noticed. */
interface Mutation {

	/** Nothing is taken away. */
	Mutation NONE = new Mutation() {
	};

	/** A statement that the engine prepares. */
	default String rewrite(String sql) {
		return sql;
	}

	/** What a statement of the engine is given; {@code index} counts from 1. */
	default @Nullable Object parameter(String sql, int index, @Nullable Object value, List<@Nullable Object> before) {
		return value;
	}

	/** How many rows the engine is told that a statement has changed. */
	default int count(String sql, int count) {
		return count;
	}

	/** The table whose primary key is taken away, or {@code null}. */
	default @Nullable String keyless() {
		return null;
	}

	/** Whether the gate between senders and a closing run stands open. */
	default boolean isGateOpen() {
		return false;
	}

	/** Whether nodes go by their own clocks. */
	default boolean usesNodeClock() {
		return false;
	}

}
