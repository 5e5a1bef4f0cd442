package dev.holdfast.engine.search;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.workflow.InvalidSearchAttributeException;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/** The search attributes of one execution, within their limits. Not thread-safe. */
public final class SearchAttributeSet {

	private static final int MAX_ATTRIBUTES = 100;

	private static final int MAX_BYTES = 64 * 1024;

	private final SortedMap<String, SearchAttributeValue> values = new TreeMap<>();

	/** None. */
	public SearchAttributeSet() {
	}

	/** Those that an execution has. */
	public SearchAttributeSet(@Nullable Map<String, SearchAttributeValue> values) {
		if (values != null) {
			this.values.putAll(values);
		}
	}

	/**
	 * What changes come to, without making them; {@code null} removes an attribute.
	 * @throws InvalidSearchAttributeException if one of them is invalid, or if they
	 * exceed a limit together with what is there
	 */
	public SortedMap<String, @Nullable SearchAttributeValue> check(List<SearchAttributeUpdate> updates) {
		SortedMap<String, @Nullable SearchAttributeValue> changes = new TreeMap<>();
		SearchAttributeSet after = new SearchAttributeSet(this.values);
		for (SearchAttributeUpdate update : updates) {
			changes.put(update.name(), SearchAttributeValues.of(update));
		}
		after.apply(changes);
		if (!updates.isEmpty()) {
			after.checkLimits(updates.get(updates.size() - 1).name());
		}
		return Collections.unmodifiableSortedMap(changes);
	}

	private void checkLimits(String last) {
		if (this.values.size() > MAX_ATTRIBUTES) {
			throw new InvalidSearchAttributeException(last, "An execution can have " + MAX_ATTRIBUTES
					+ " search attributes; with '" + last + "' it would have " + this.values.size());
		}
		long bytes = 0;
		for (Map.Entry<String, SearchAttributeValue> entry : this.values.entrySet()) {
			bytes += bytes(entry.getKey()) + bytes(entry.getValue().json());
		}
		if (bytes > MAX_BYTES) {
			throw new InvalidSearchAttributeException(last,
					"The search attributes of an execution can have " + MAX_BYTES + " bytes; with '" + last
							+ "' they would have " + bytes
							+ ". What an execution is not found by belongs into its memo or its input.");
		}
	}

	private static long bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	/** Makes changes that were checked. */
	public void apply(Map<String, @Nullable SearchAttributeValue> changes) {
		changes.forEach((name, value) -> {
			if (value != null) {
				this.values.put(name, value);
			}
			else {
				this.values.remove(name);
			}
		});
	}

	/** Checks a change and makes it. */
	public void set(SearchAttributeUpdate update) {
		apply(check(List.of(update)));
	}

	/** All values by name, or {@code null} if there are none, as histories have it. */
	public @Nullable Map<String, SearchAttributeValue> stored() {
		return this.values.isEmpty() ? null : Collections.unmodifiableMap(new TreeMap<>(this.values));
	}

	/** All values by name, as users are given them. */
	public Map<String, Object> toJava() {
		Map<String, Object> java = new TreeMap<>();
		this.values.forEach((name, value) -> java.put(name, SearchAttributeValues.toJava(value)));
		return Collections.unmodifiableMap(java);
	}

}
