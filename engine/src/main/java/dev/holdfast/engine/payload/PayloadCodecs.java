package dev.holdfast.engine.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.payload.PayloadContext;
import dev.holdfast.payload.PayloadException;

/**
 * The codecs that payloads pass on their way into the database and out of it. Each wraps
 * what the one before has made, and writes its name in front: a byte that no JSON begins
 * with, the length of the name, and the name. So what is stored says by itself how it is
 * read, and what was written before there were codecs is read as it is. Thread-safe.
 */
public final class PayloadCodecs {

	/** No codecs: payloads are stored as they are. */
	public static final PayloadCodecs NONE = new PayloadCodecs(List.of());

	private static final byte MARK = 1;

	private static final int MAX_LAYERS = 16;

	private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,64}");

	private final List<PayloadCodec> codecs;

	private final Map<String, PayloadCodec> byName = new HashMap<>();

	/**
	 * Chains codecs.
	 * @param codecs in the order in which they encode
	 * @throws IllegalArgumentException if two have the same name, or one has a name that
	 * cannot be written
	 */
	public PayloadCodecs(List<PayloadCodec> codecs) {
		this(codecs, List.of());
	}

	/**
	 * Chains codecs.
	 * @param codecs in the order in which they encode
	 * @param retired codecs that encode nothing any more, but decode what they have
	 * encoded
	 * @throws IllegalArgumentException if two have the same name, or one has a name that
	 * cannot be written
	 */
	public PayloadCodecs(List<PayloadCodec> codecs, List<PayloadCodec> retired) {
		this.codecs = List.copyOf(codecs);
		List<PayloadCodec> all = new ArrayList<>(codecs);
		all.addAll(retired);
		for (PayloadCodec codec : all) {
			if (!NAME.matcher(codec.name()).matches()) {
				throw new IllegalArgumentException("The payload codec " + codec.getClass().getName() + " has the name '"
						+ codec.name() + "', but a name must match " + NAME);
			}
			PayloadCodec other = this.byName.put(codec.name(), codec);
			if (other != null) {
				throw new IllegalArgumentException("The payload codecs " + other.getClass().getName() + " and "
						+ codec.getClass().getName() + " have the same name '" + codec.name()
						+ "', so stored data could not say which of them it needs");
			}
		}
		if (this.codecs.size() > MAX_LAYERS) {
			throw new IllegalArgumentException(
					"There are " + this.codecs.size() + " payload codecs; at most " + MAX_LAYERS + " are possible");
		}
	}

	/** Whether payloads are stored as they are. */
	public boolean isEmpty() {
		return this.codecs.isEmpty();
	}

	/** Whether one of them keeps payloads from those who can read the database. */
	public boolean isConfidential() {
		return this.codecs.stream().anyMatch(PayloadCodec::isConfidential);
	}

	/** What is stored for a payload. */
	public byte[] encode(byte[] payload, PayloadContext context) {
		byte[] bytes = payload;
		for (PayloadCodec codec : this.codecs) {
			byte[] encoded = codec.encode(bytes, context);
			if (encoded != bytes) {
				bytes = wrap(codec.name(), encoded);
			}
		}
		return bytes;
	}

	private static byte[] wrap(String name, byte[] encoded) {
		byte[] bytes = new byte[2 + name.length() + encoded.length];
		bytes[0] = MARK;
		bytes[1] = (byte) name.length();
		System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, bytes, 2, name.length());
		System.arraycopy(encoded, 0, bytes, 2 + name.length(), encoded.length);
		return bytes;
	}

	/** Whether bytes were encoded by a codec. */
	public static boolean isEncoded(byte[] stored) {
		return stored.length > 0 && stored[0] == MARK;
	}

	/**
	 * The payload that was stored.
	 * @throws PayloadException if a codec that it needs is missing or cannot decode it
	 */
	public byte[] decode(byte[] stored, PayloadContext context) {
		byte[] bytes = stored;
		for (int layer = 0; isEncoded(bytes); layer++) {
			int length = (bytes.length > 1) ? bytes[1] : 0;
			if (layer == MAX_LAYERS || length < 1 || bytes.length < 2 + length) {
				throw new PayloadException("It is damaged: it begins as encoded data does, but is none", null);
			}
			String name = new String(bytes, 2, length, StandardCharsets.US_ASCII);
			PayloadCodec codec = this.byName.get(name);
			if (codec == null) {
				throw new PayloadException(
						"It was encoded by the payload codec '" + name + "', and this application has no such codec",
						null);
			}
			bytes = codec.decode(Arrays.copyOfRange(bytes, 2 + length, bytes.length), context);
		}
		return bytes;
	}

}
