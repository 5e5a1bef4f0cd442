package dev.holdfast.autoconfigure.tracing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.holdfast.context.ContextPropagator;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** How much baggage travels, and what happens where a tracer keeps it in spans only. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("try") // scopes are closed, not used
class BaggagePropagatorTests {

	@Test
	void asManyEntriesAsW3cAllowsTravel(CapturedOutput output) {
		List<String> fields = IntStream.range(0, 70).mapToObj((i) -> "f" + i).toList();
		Map<String, String> baggage = new HashMap<>();
		fields.forEach((field) -> baggage.put(field, "s3cret"));
		assertThat(capture(fields, baggage)).hasSize(64).containsKeys("f0", "f63").doesNotContainKey("f64");
		assertThat(output).contains("Baggage field 'f64' did not travel").doesNotContain("s3cret");
	}

	@Test
	void asManyBytesAsW3cAllowsTravel() {
		List<String> fields = List.of("a", "b", "c");
		assertThat(capture(fields, Map.of("a", "x".repeat(8190)))).containsOnlyKeys("a");
		assertThat(capture(fields, Map.of("a", "x".repeat(8191), "b", "y"))).containsOnlyKeys("b");
		assertThat(capture(fields, Map.of("a", "x".repeat(4000), "b", "y".repeat(5000), "c", "z")))
			.containsOnlyKeys("a", "c");
		assertThat(capture(fields, Map.of("a", "ü".repeat(1365)))).containsOnlyKeys("a");
		assertThat(capture(fields, Map.of("a", "ü".repeat(1366)))).isEmpty();
	}

	@Test
	void namesDifferInCaseOnly() {
		assertThat(capture(List.of("Tenant"), Map.of("tenant", "acme"))).isEqualTo(Map.of("Tenant", "acme"));
	}

	/** As Brave does: without a span there is nothing to keep it in. */
	@Test
	void aTracerThatKeepsBaggageInSpansGetsOneThatNobodyHearsOf() {
		Map<String, String> kept = new HashMap<>();
		List<String> happened = new ArrayList<>();
		Span[] current = new Span[1];
		Span span = mock(Span.class);
		Tracer tracer = mock(Tracer.class);
		given(tracer.currentSpan()).willAnswer((call) -> current[0]);
		given(tracer.getAllBaggage()).willAnswer((call) -> Map.copyOf(kept));
		given(tracer.nextSpan()).willReturn(span);
		given(tracer.withSpan(any())).willAnswer((call) -> {
			current[0] = call.getArgument(0);
			happened.add("begin");
			return (Tracer.SpanInScope) () -> {
				current[0] = null;
				happened.add("end");
			};
		});
		Mockito.doAnswer((call) -> happened.add("abandon")).when(span).abandon();
		given(tracer.createBaggageInScope(anyString(), anyString())).willAnswer((call) -> {
			if (current[0] != null) {
				kept.put(call.getArgument(0), call.getArgument(1));
			}
			BaggageInScope scope = mock(BaggageInScope.class);
			Mockito.doAnswer((closed) -> kept.remove((String) call.getArgument(0))).when(scope).close();
			return scope;
		});
		BaggagePropagator propagator = new BaggagePropagator(tracer, List.of("a", "b"));
		try (ContextPropagator.Scope ignored = propagator.restore(Map.of("a", "1", "b", "2"))) {
			assertThat(propagator.capture()).isEqualTo(Map.of("a", "1", "b", "2"));
			assertThat(happened).containsExactly("begin");
		}
		assertThat(kept).isEmpty();
		assertThat(happened).containsExactly("begin", "end", "abandon");
	}

	private static Map<String, String> capture(List<String> fields, Map<String, String> baggage) {
		Tracer tracer = mock(Tracer.class);
		given(tracer.getAllBaggage()).willReturn(baggage);
		return new BaggagePropagator(tracer, fields).capture();
	}

}
