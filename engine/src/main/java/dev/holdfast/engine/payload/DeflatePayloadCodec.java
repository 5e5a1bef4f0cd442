package dev.holdfast.engine.payload;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.payload.PayloadContext;
import dev.holdfast.payload.PayloadException;

/**
 * Compresses payloads from a certain size on, if that makes them smaller. In front of the
 * compressed bytes is the length of the original. Thread-safe.
 */
public final class DeflatePayloadCodec implements PayloadCodec {

	private static final int LENGTH_BYTES = 4;

	/** No payload is that large: limits what damaged data can ask for. */
	private static final int MAX_LENGTH = 256 * 1024 * 1024;

	private final long threshold;

	/**
	 * Creates a codec.
	 * @param threshold the size from which payloads are compressed, in bytes
	 */
	public DeflatePayloadCodec(long threshold) {
		this.threshold = threshold;
	}

	@Override
	public String name() {
		return "deflate";
	}

	@Override
	public boolean isConfidential() {
		return false;
	}

	@Override
	public byte[] encode(byte[] payload, PayloadContext context) {
		if (payload.length < this.threshold || payload.length <= LENGTH_BYTES || payload.length > MAX_LENGTH) {
			return payload;
		}
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try {
			deflater.setInput(payload);
			deflater.finish();
			byte[] bytes = new byte[payload.length];
			ByteBuffer.wrap(bytes).putInt(payload.length);
			int length = deflater.deflate(bytes, LENGTH_BYTES, bytes.length - LENGTH_BYTES);
			return deflater.finished() ? Arrays.copyOf(bytes, LENGTH_BYTES + length) : payload;
		}
		finally {
			deflater.end();
		}
	}

	@Override
	public byte[] decode(byte[] payload, PayloadContext context) {
		int length = (payload.length > LENGTH_BYTES) ? ByteBuffer.wrap(payload).getInt() : -1;
		if (length < 0 || length > MAX_LENGTH) {
			throw new PayloadException("It is damaged: compressed data has no length", null);
		}
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(payload, LENGTH_BYTES, payload.length - LENGTH_BYTES);
			byte[] bytes = new byte[length];
			int read = inflater.inflate(bytes);
			if (read != length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
				throw new PayloadException("It is damaged: compressed data has another length than it says", null);
			}
			return bytes;
		}
		catch (DataFormatException ex) {
			throw new PayloadException("It is damaged: compressed data cannot be read", ex);
		}
		finally {
			inflater.end();
		}
	}

}
