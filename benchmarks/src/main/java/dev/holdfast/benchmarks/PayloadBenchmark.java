package dev.holdfast.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.payload.PayloadMapper;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Arguments and results as JSON: one small record. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PayloadBenchmark {

	private final PayloadMapper payloads = new PayloadMapper(2 * 1024 * 1024);

	private final Order order = new Order("4711", "customer-12", new BigDecimal("119.90"),
			Instant.parse("2026-03-01T10:15:30Z"), List.of("A-1", "B-22", "C-333"));

	private final byte[] json = this.payloads.write(this.order, "An order");

	@Benchmark
	public byte[] write() {
		return this.payloads.write(this.order, "An order");
	}

	@Benchmark
	public @Nullable Object read() {
		return this.payloads.read(this.json, Order.class, "An order");
	}

	record Order(String id, String customer, BigDecimal total, Instant placedAt, List<String> items) {
	}

}
