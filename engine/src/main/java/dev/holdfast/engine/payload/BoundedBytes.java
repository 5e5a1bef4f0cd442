package dev.holdfast.engine.payload;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes bytes, keeps them up to a limit, counts them up to twice the limit, and then
 * gives up: a value that goes on for ever must not be written for ever.
 */
final class BoundedBytes extends OutputStream {

	private static final int INITIAL = 256;

	private final long limit;

	private byte[] bytes = new byte[INITIAL];

	private long size;

	BoundedBytes(long limit) {
		this.limit = limit;
	}

	@Override
	public void write(int one) {
		write(new byte[] { (byte) one }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int length) {
		long grown = this.size + length;
		if (grown <= this.limit) {
			if (grown > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(this.limit, Math.max(grown, this.size * 2)));
			}
			System.arraycopy(source, offset, this.bytes, (int) this.size, length);
		}
		this.size = grown;
		if (isHopeless()) {
			throw new IllegalStateException("Too large");
		}
	}

	/** Whether it is so large that it was not written to its end. */
	boolean isHopeless() {
		return this.size > this.limit * 2;
	}

	boolean isTooLarge() {
		return this.size > this.limit;
	}

	/** How many bytes came. */
	long size() {
		return this.size;
	}

	byte[] toByteArray() {
		return (this.bytes.length == this.size) ? this.bytes : Arrays.copyOf(this.bytes, (int) this.size);
	}

}
