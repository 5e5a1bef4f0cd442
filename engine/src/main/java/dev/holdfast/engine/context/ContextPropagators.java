package dev.holdfast.engine.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.context.ContextPropagator;
import dev.holdfast.context.ContextPropagator.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The context propagators of the application. Their values are headers whose names begin
 * with the name of the propagator and a colon. Thread-safe.
 */
public final class ContextPropagators {

	/** No propagators. */
	public static final ContextPropagators NONE = new ContextPropagators(List.of());

	private static final Scope NOTHING = () -> {
	};

	private static final char SEPARATOR = ':';

	private static final int MAX_NAME = 64;

	private final List<ContextPropagator> propagators;

	/**
	 * Puts propagators together.
	 * @throws UnusableContextPropagatorException if two have the same name, or one has a
	 * name that cannot be written
	 */
	public ContextPropagators(List<ContextPropagator> propagators) {
		this.propagators = List.copyOf(propagators);
		Map<String, ContextPropagator> names = new HashMap<>();
		for (ContextPropagator propagator : this.propagators) {
			String name = propagator.name();
			if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf(SEPARATOR) >= 0) {
				throw new UnusableContextPropagatorException(
						"The context propagator " + propagator.getClass().getName() + " has the name '" + name + "'.",
						"Let name() return 1 to 64 characters without a colon.");
			}
			ContextPropagator other = names.put(name, propagator);
			if (other != null) {
				throw new UnusableContextPropagatorException(
						"Two context propagators have the name '" + name + "': " + other.getClass().getName() + " and "
								+ propagator.getClass().getName() + ".",
						"Let name() of one of them return something else: what they carry is stored under it. A"
								+ " propagator that has carried something already should keep its name. 'mdc' is the"
								+ " name of the one that carries holdfast.context.mdc-keys, 'baggage' of the one that"
								+ " carries baggage of Micrometer Tracing (holdfast.context.baggage=false takes it"
								+ " away).");
			}
		}
	}

	/** The context of this thread as headers, or {@code null} if there is none. */
	public @Nullable Map<String, String> capture() {
		if (this.propagators.isEmpty()) {
			return null;
		}
		Map<String, String> headers = new TreeMap<>();
		for (ContextPropagator propagator : this.propagators) {
			propagator.capture().forEach((key, value) -> headers.put(propagator.name() + SEPARATOR + key, value));
		}
		return headers.isEmpty() ? null : Collections.unmodifiableMap(headers);
	}

	/** Headers with the context of this thread in place of the one that they had. */
	public Map<String, String> renew(@Nullable Map<String, String> headers) {
		Map<String, String> renewed = new TreeMap<>((headers != null) ? headers : Map.of());
		renewed.keySet()
			.removeIf(
					(header) -> this.propagators.stream().anyMatch((one) -> header.startsWith(one.name() + SEPARATOR)));
		Map<String, String> now = capture();
		if (now != null) {
			renewed.putAll(now);
		}
		return renewed;
	}

	/** Sets the context of this thread to what headers say. */
	public Scope restore(@Nullable Map<String, String> headers) {
		if (headers == null || headers.isEmpty() || this.propagators.isEmpty()) {
			return NOTHING;
		}
		List<Scope> scopes = new ArrayList<>();
		Scope all = () -> {
			for (int i = scopes.size() - 1; i >= 0; i--) {
				scopes.get(i).close();
			}
		};
		try {
			for (ContextPropagator propagator : this.propagators) {
				Map<String, String> context = of(propagator, headers);
				if (!context.isEmpty()) {
					scopes.add(propagator.restore(context));
				}
			}
		}
		catch (RuntimeException | Error ex) {
			all.close();
			throw ex;
		}
		return all;
	}

	private static Map<String, String> of(ContextPropagator propagator, Map<String, String> headers) {
		String prefix = propagator.name() + SEPARATOR;
		Map<String, String> context = new LinkedHashMap<>();
		headers.forEach((name, value) -> {
			if (name.startsWith(prefix)) {
				context.put(name.substring(prefix.length()), value);
			}
		});
		return context;
	}

}
