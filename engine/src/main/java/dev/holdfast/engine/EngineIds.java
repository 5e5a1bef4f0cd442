package dev.holdfast.engine;

import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Where the engine gets what nobody can foresee: ids of runs, nodes and messages, and the
 * order in which equals are taken. A seam that a simulation replaces. Thread-safe.
 */
public interface EngineIds {

	/** Ids that are never the same again, and are made one after the other. */
	EngineIds RANDOM = new TimeOrderedIds();

	UUID next();

	/** Puts a list into any order. */
	void shuffle(List<?> list);

}
