package dev.holdfast.engine.simulation;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.holdfast.engine.EngineIds;

/** Ids that a seed decides on. */
final class SeededIds implements EngineIds {

	private final Random random;

	SeededIds(long seed) {
		this.random = new Random(seed);
	}

	@Override
	public UUID next() {
		return new UUID(this.random.nextLong() & ~0xf000L | 0x4000L,
				this.random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
	}

	@Override
	public void shuffle(List<?> list) {
		Collections.shuffle(list, this.random);
	}

}
