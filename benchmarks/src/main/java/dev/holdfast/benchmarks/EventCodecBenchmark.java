package dev.holdfast.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import dev.holdfast.activity.RetryPolicy;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ActivityAttributes.ActivityPolicy;
import dev.holdfast.engine.history.ActivityAttributes.ActivityScheduled;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.EventType;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.payload.PayloadMapper;
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

	private final EventCodec codec = new EventCodec(new PayloadMapper(2 * 1024 * 1024).json());

	private final EventAttributes attributes = new ActivityScheduled("Payments.charge", "default",
			new ActivityPolicy(30_000_000L, null, null, null, RetryPolicy.unlimited(), null), 1_700_000_000_000_000L,
			null);

	private final byte[] data = "[\"4711\",119.90,\"customer-12\"]".getBytes(StandardCharsets.UTF_8);

	private final byte[] stored = this.codec.encode(this.attributes, this.data);

	@Benchmark
	public byte[] encode() {
		return this.codec.encode(this.attributes, this.data);
	}

	@Benchmark
	public HistoryEvent decode() {
		return this.codec.decode(2, 1, EventType.ACTIVITY_SCHEDULED.storedName(), 1_700_000_000_000_000L, this.stored);
	}

}
