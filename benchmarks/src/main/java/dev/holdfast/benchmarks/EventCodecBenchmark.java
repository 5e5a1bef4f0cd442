package dev.holdfast.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.payload.AesGcmPayloadCodec;
import dev.holdfast.engine.payload.PayloadCodecs;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.payload.KeyProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The stored form of an event: a scheduled activity with its input. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventCodecBenchmark {

	private static final UUID RUN = UUID.randomUUID();

	private final EventCodec codec = new EventCodec(new PayloadMapper(2 * 1024 * 1024).json());

	private final EventCodec encrypting = new EventCodec(new PayloadMapper(2 * 1024 * 1024).json(),
			new PayloadCodecs(List.of(new AesGcmPayloadCodec(new OneKey(new SecretKeySpec(new byte[32], "AES"))))));

	private final EventAttributes attributes = new ActivityScheduled("Payments.charge", "default",
			new ActivityPolicy(30_000_000L, null, null, null, RetryPolicy.unlimited(), null), 1_700_000_000_000_000L,
			null, null, null);

	private final byte[] data = "[\"4711\",119.90,\"customer-12\"]".getBytes(StandardCharsets.UTF_8);

	private final byte[] stored = encode();

	private final byte[] encrypted = encodeEncrypted();

	@Benchmark
	public byte[] encode() {
		return this.codec.encodeEvent(RUN, 2, this.attributes, this.data);
	}

	@Benchmark
	public HistoryEvent decode() {
		return decode(this.codec, this.stored);
	}

	@Benchmark
	public byte[] encodeEncrypted() {
		return this.encrypting.encodeEvent(RUN, 2, this.attributes, this.data);
	}

	@Benchmark
	public HistoryEvent decodeEncrypted() {
		return decode(this.encrypting, this.encrypted);
	}

	private static HistoryEvent decode(EventCodec codec, byte[] bytes) {
		return codec.decodeEvent(RUN, 2, 1, EventType.ACTIVITY_SCHEDULED.storedName(), 1_700_000_000_000_000L, bytes);
	}

	/** One key for everything. */
	private record OneKey(SecretKey key) implements KeyProvider {

		@Override
		public String activeKeyId() {
			return "2026-11";
		}

		@Override
		public SecretKey key(String id) {
			return this.key;
		}

	}

}
