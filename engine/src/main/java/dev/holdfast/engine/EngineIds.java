package dev.holdfast.engine;

import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Where the engine gets what nobody can foresee: ids of runs, nodes and messages, and the
 * order in which equals are taken. A seam that a simulation replaces. Thread-safe.
 */
public interface EngineIds {

	/** Ids that are never the same again. */
	EngineIds RANDOM = new EngineIds() {

		@Override
		public UUID next() {
			return UUID.randomUUID();
		}

		@Override
		public void shuffle(List<?> list) {
			Collections.shuffle(list);
		}

	};

	UUID next();

	/** Puts a list into any order. */
	void shuffle(List<?> list);

}
