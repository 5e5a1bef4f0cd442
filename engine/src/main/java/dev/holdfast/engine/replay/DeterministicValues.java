package dev.holdfast.engine.replay;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Random values that follow from the run and from how many were drawn before: the same on
 * every replay, on every JDK.
 */
final class DeterministicValues {

	private UUID runId;

	private Random random;

	private long drawn;

	DeterministicValues(UUID runId) {
		this.runId = runId;
		this.random = new Random(digest(0).getLong());
	}

	/** From here on the values follow from another run: a reset made it of this one. */
	void reseed(UUID otherRunId) {
		this.runId = otherRunId;
		this.drawn = 0;
		this.random = new Random(digest(0).getLong());
	}

	/** The run that the values follow from. */
	UUID seed() {
		return this.runId;
	}

	/** {@link Random} is specified to the bit, which other generators are not. */
	RandomGenerator random() {
		return this.random;
	}

	UUID nextUuid() {
		ByteBuffer digest = digest(++this.drawn);
		long high = (digest.getLong() & ~0xF000L) | 0x4000L;
		long low = (digest.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
		return new UUID(high, low);
	}

	private ByteBuffer digest(long count) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return ByteBuffer.wrap(digest.digest(ByteBuffer.allocate(24)
				.putLong(this.runId.getMostSignificantBits())
				.putLong(this.runId.getLeastSignificantBits())
				.putLong(count)
				.array()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
