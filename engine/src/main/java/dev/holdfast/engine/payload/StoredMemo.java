package dev.holdfast.engine.payload;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.holdfast.workflow.Memo;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.ClassUtils;

/** A memo whose values are read as they are asked for. Thread-safe. */
public final class StoredMemo implements Memo {

	private final Map<String, String> values;

	private final PayloadMapper payloads;

	/**
	 * Creates it.
	 * @param values JSON text by key
	 */
	public StoredMemo(Map<String, String> values, PayloadMapper payloads) {
		this.values = new TreeMap<>(values);
		this.payloads = payloads;
	}

	@Override
	public Set<String> keys() {
		return new LinkedHashSet<>(this.values.keySet());
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Optional<T> get(String key, Class<T> type) {
		return read(key, type).map((value) -> (T) ClassUtils.resolvePrimitiveIfNecessary(type).cast(value));
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Optional<T> get(String key, ParameterizedTypeReference<T> type) {
		return read(key, type.getType()).map((value) -> (T) value);
	}

	private Optional<Object> read(String key, Type type) {
		String json = this.values.get(key);
		return (json != null)
				? Optional.ofNullable(
						this.payloads.read(json.getBytes(StandardCharsets.UTF_8), type, "Memo value '" + key + "'"))
				: Optional.empty();
	}

}
