package dev.holdfast.engine;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * UUIDs that begin with the time, of version 7: what is started at the same time stands
 * together in the indexes, in few pages, and new rows go to their ends. The other 74 bits
 * are random.
 */
final class TimeOrderedIds implements EngineIds {

	private static final int RANDOM_BITS_AFTER_VERSION = 12;

	private static final long VERSION = 7L << RANDOM_BITS_AFTER_VERSION;

	private static final long VARIANT = 1L << 63;

	private final SecureRandom random = new SecureRandom();

	@Override
	public UUID next() {
		long time = System.currentTimeMillis() << 16;
		long first = this.random.nextInt(1 << RANDOM_BITS_AFTER_VERSION);
		long rest = this.random.nextLong() >>> 2;
		return new UUID(time | VERSION | first, VARIANT | rest);
	}

	@Override
	public void shuffle(List<?> list) {
		Collections.shuffle(list);
	}

}
