package dev.holdfast.engine.context;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.context.ContextPropagator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries certain keys of the logging context. Thread-safe. */
public final class MdcContextPropagator implements ContextPropagator {

	private final List<String> keys;

	public MdcContextPropagator(List<String> keys) {
		this.keys = List.copyOf(keys);
	}

	@Override
	public String name() {
		return "mdc";
	}

	@Override
	public Map<String, String> capture() {
		Map<String, String> context = new TreeMap<>();
		for (String key : this.keys) {
			String value = MDC.get(key);
			if (value != null) {
				context.put(key, value);
			}
		}
		return context;
	}

	@Override
	public Scope restore(Map<String, String> context) {
		return put(context);
	}

	/** Sets keys of the logging context; what they had before comes back at the end. */
	static Scope put(Map<String, String> context) {
		Map<String, @Nullable String> before = new LinkedHashMap<>();
		context.forEach((key, value) -> {
			before.put(key, MDC.get(key));
			MDC.put(key, value);
		});
		return () -> before.forEach((key, value) -> {
			if (value != null) {
				MDC.put(key, value);
			}
			else {
				MDC.remove(key);
			}
		});
	}

}
