package dev.holdfast.autoconfigure.tracing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.holdfast.context.ContextPropagator;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries baggage of Micrometer Tracing: those fields that the application lets travel to
 * other services. They are limited as W3C limits a {@code baggage} header, and what is
 * too much is left out, never cut. Values are not logged. Thread-safe.
 */
final class BaggagePropagator implements ContextPropagator {

	static final int MAX_ENTRIES = 64;

	static final int MAX_BYTES = 8192;

	private static final Logger logger = LoggerFactory.getLogger(BaggagePropagator.class);

	private final Tracer tracer;

	private final List<String> fields;

	private final Set<String> toldOf = ConcurrentHashMap.newKeySet();

	BaggagePropagator(Tracer tracer, List<String> fields) {
		this.tracer = tracer;
		this.fields = List.copyOf(fields);
	}

	@Override
	public String name() {
		return "baggage";
	}

	@Override
	public Map<String, String> capture() {
		Map<String, String> captured = new LinkedHashMap<>();
		if (this.fields.isEmpty()) {
			return captured;
		}
		Map<String, String> current = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		current.putAll(this.tracer.getAllBaggage());
		int size = 0;
		for (String field : this.fields) {
			String value = current.get(field);
			if (value != null) {
				int entry = size(field) + 1 + size(value) + (captured.isEmpty() ? 0 : 1);
				if (captured.size() < MAX_ENTRIES && size + entry <= MAX_BYTES) {
					captured.put(field, value);
					size += entry;
				}
				else {
					leftOut(field);
				}
			}
		}
		return captured;
	}

	/** How long a text is in a header: what is not plain ASCII takes three each byte. */
	private static int size(String text) {
		int size = 0;
		for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
			boolean plain = octet > 0x20 && octet < 0x7F && "\",;\\%".indexOf(octet) < 0;
			size += plain ? 1 : 3;
		}
		return size;
	}

	private void leftOut(String field) {
		if (this.toldOf.add(field)) {
			logger.warn("Baggage field '{}' did not travel with a call, since all fields together may have {} bytes and"
					+ " {} entries; this is said once", field, MAX_BYTES, MAX_ENTRIES);
		}
	}

	@Override
	public Scope restore(Map<String, String> context) {
		Deque<Runnable> undo = new ArrayDeque<>();
		Scope scope = () -> undo.forEach(Runnable::run);
		try {
			for (String field : this.fields) {
				String value = context.get(field);
				if (value != null) {
					set(field, value, undo);
				}
			}
		}
		catch (RuntimeException | Error ex) {
			scope.close();
			throw ex;
		}
		return scope;
	}

	/**
	 * Brave keeps baggage in spans only. Where there is none, one is made for that alone,
	 * and nobody hears of it.
	 */
	private void set(String field, String value, Deque<Runnable> undo) {
		BaggageInScope baggage = this.tracer.createBaggageInScope(field, value);
		if (this.tracer.currentSpan() == null && !value.equals(current(field))) {
			baggage.close();
			Span carrier = this.tracer.nextSpan();
			undo.push(carrier::abandon);
			undo.push(this.tracer.withSpan(carrier)::close);
			baggage = this.tracer.createBaggageInScope(field, value);
		}
		undo.push(baggage::close);
	}

	private @Nullable String current(String field) {
		for (Map.Entry<String, String> one : this.tracer.getAllBaggage().entrySet()) {
			if (one.getKey().equalsIgnoreCase(field)) {
				return one.getValue();
			}
		}
		return null;
	}

}
