package dev.holdfast.engine.payload;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.payload.PayloadContext;
import dev.holdfast.payload.PayloadException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PayloadCodecsTests {

	private static final PayloadContext EVENT = new PayloadContext("run-1", PayloadContext.Place.EVENT, "7");

	private static final byte[] PLAIN = "{\"card\":\"4111\"}".getBytes(StandardCharsets.UTF_8);

	private static PayloadCodecs aes(String... keys) {
		return new PayloadCodecs(List.of(new AesGcmPayloadCodec(Keys.of(keys))));
	}

	@Test
	void encryptionHidesAndGivesBack() {
		for (byte[] plain : List.of(PLAIN, new byte[0], new byte[] { 0 }, new byte[100_000])) {
			byte[] stored = aes("k").encode(plain, EVENT);
			assertThat(PayloadCodecs.isEncoded(stored)).isTrue();
			assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("4111").contains("k");
			assertThat(aes("k").decode(stored, EVENT)).isEqualTo(plain);
		}
	}

	@Test
	void theSameIsNeverEncryptedTheSameWay() {
		Set<String> seen = new HashSet<>();
		PayloadCodecs codecs = aes("k");
		for (int i = 0; i < 1000; i++) {
			seen.add(new String(codecs.encode(PLAIN, EVENT), StandardCharsets.ISO_8859_1));
		}
		assertThat(seen).hasSize(1000);
	}

	@Test
	void whatIsMovedIsRefused() {
		byte[] stored = aes("k").encode(PLAIN, EVENT);
		for (PayloadContext elsewhere : List.of(new PayloadContext("run-2", PayloadContext.Place.EVENT, "7"),
				new PayloadContext("run-1", PayloadContext.Place.EVENT, "8"),
				new PayloadContext("run-1", PayloadContext.Place.MESSAGE, "7"))) {
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> aes("k").decode(stored, elsewhere))
				.withMessageContaining("'k'")
				.withMessageContaining("fails authentication");
		}
	}

	@Test
	void whatIsChangedInAnyByteIsRefusedOrNoLongerEncoded() {
		byte[] stored = aes("k").encode(PLAIN, EVENT);
		for (int i = 1; i < stored.length; i++) {
			byte[] changed = stored.clone();
			changed[i] ^= 1;
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> aes("k").decode(changed, EVENT));
		}
		for (int length = 1; length < stored.length; length++) {
			byte[] cut = java.util.Arrays.copyOf(stored, length);
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> aes("k").decode(cut, EVENT));
		}
	}

	@Test
	void whatAnotherKeyOfTheSameNameEncryptedIsRefused() {
		byte[] stored = aes("k").encode(PLAIN, EVENT);
		Keys others = Keys.of("other");
		PayloadCodecs codecs = new PayloadCodecs(List.of(new AesGcmPayloadCodec(new Keys() {
			@Override
			public javax.crypto.SecretKey key(String id) {
				return others.key("other");
			}
		})));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> codecs.decode(stored, EVENT));
	}

	@Test
	void keysRotate() {
		byte[] old = aes("2025").encode(PLAIN, EVENT);
		PayloadCodecs both = aes("2025", "2026");
		assertThat(both.decode(old, EVENT)).isEqualTo(PLAIN);
		byte[] fresh = both.encode(PLAIN, EVENT);
		assertThat(aes("2026").decode(fresh, EVENT)).isEqualTo(PLAIN);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> aes("2026").decode(old, EVENT))
			.withMessageContaining("'2025'");
	}

	@Test
	void whatWasStoredBeforeIsReadAsItIs() {
		for (String json : List.of("{}", "[]", "null", "\"x\"", "-1", "0", "true", "")) {
			byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
			assertThat(aes("k").decode(bytes, EVENT)).isEqualTo(bytes);
		}
	}

	@Test
	void compressionMakesLargePayloadsSmaller() {
		PayloadCodecs codecs = new PayloadCodecs(List.of(new DeflatePayloadCodec(1000)));
		byte[] large = "{\"a\":\"b\"}".repeat(1000).getBytes(StandardCharsets.UTF_8);
		byte[] stored = codecs.encode(large, EVENT);
		assertThat(stored.length).isLessThan(large.length / 10);
		assertThat(codecs.decode(stored, EVENT)).isEqualTo(large);
		assertThat(codecs.encode(PLAIN, EVENT)).isSameAs(PLAIN);
		byte[] noise = new byte[10_000];
		new Random(1).nextBytes(noise);
		noise[0] = '{';
		assertThat(codecs.encode(noise, EVENT)).isSameAs(noise);
		for (int length = 10; length < stored.length; length++) {
			byte[] cut = java.util.Arrays.copyOf(stored, length);
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> codecs.decode(cut, EVENT));
		}
		assertThat(new PayloadCodecs(List.of(), List.of(new DeflatePayloadCodec(0))).decode(stored, EVENT))
			.isEqualTo(large);
	}

	@Test
	void codecsAreChained() {
		PayloadCodecs codecs = new PayloadCodecs(
				List.of(new DeflatePayloadCodec(0), new Shift(), new AesGcmPayloadCodec(Keys.of("k"))));
		byte[] plain = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
		byte[] stored = codecs.encode(plain, EVENT);
		assertThat(stored.length).isLessThan(200);
		assertThat(codecs.decode(stored, EVENT)).isEqualTo(plain);
		PayloadCodecs reordered = new PayloadCodecs(
				List.of(new AesGcmPayloadCodec(Keys.of("k")), new Shift(), new DeflatePayloadCodec(0)));
		assertThat(reordered.decode(stored, EVENT)).isEqualTo(plain);
	}

	@Test
	void aCodecThatIsMissingIsNamed() {
		byte[] stored = new PayloadCodecs(List.of(new Shift())).encode(PLAIN, EVENT);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> aes("k").decode(stored, EVENT))
			.withMessageContaining("'shift'");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> PayloadCodecs.NONE.decode(new byte[] { 1 }, EVENT));
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> PayloadCodecs.NONE.decode(new byte[] { 1, 127 }, EVENT));
	}

	@Test
	void namesMustBeUniqueAndWritable() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PayloadCodecs(List.of(new Shift(), new Shift())))
			.withMessageContaining("'shift'");
		assertThatIllegalArgumentException().isThrownBy(() -> new PayloadCodecs(List.of(new Shift() {
			@Override
			public String name() {
				return "Not This";
			}
		}))).withMessageContaining("Not This");
	}

	/** Adds one to each byte. */
	private static class Shift implements PayloadCodec {

		@Override
		public String name() {
			return "shift";
		}

		@Override
		public byte[] encode(byte[] payload, PayloadContext context) {
			return shifted(payload, 1);
		}

		@Override
		public byte[] decode(byte[] payload, PayloadContext context) {
			return shifted(payload, -1);
		}

		private static byte[] shifted(byte[] payload, int by) {
			byte[] bytes = payload.clone();
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] += (byte) by;
			}
			return bytes;
		}

	}

}
