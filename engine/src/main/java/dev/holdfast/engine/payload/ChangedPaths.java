package dev.holdfast.engine.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where two payloads differ, as paths in their JSON. The values are not told: they belong
 * to the application, and paths go to logs.
 */
public final class ChangedPaths {

	private static final int MOST = 8;

	private final JsonMapper json;

	public ChangedPaths(JsonMapper json) {
		this.json = json;
	}

	/** The paths at which they differ, as part of a sentence; empty if none is known. */
	public String phrase(byte @Nullable [] recorded, byte @Nullable [] given) {
		List<String> paths = between(recorded, given);
		return paths.isEmpty() ? "" : " at " + String.join(", ", paths);
	}

	/**
	 * The first paths at which they differ, {@code $} being the whole; none if one of
	 * them is missing or is no JSON.
	 */
	public List<String> between(byte @Nullable [] recorded, byte @Nullable [] given) {
		if (recorded == null || given == null) {
			return List.of();
		}
		List<String> paths = new ArrayList<>();
		try {
			compare("$", this.json.readTree(recorded), this.json.readTree(given), paths);
		}
		catch (JacksonException ex) {
			return List.of();
		}
		return paths;
	}

	private static void compare(String path, JsonNode one, JsonNode other, List<String> paths) {
		if (paths.size() == MOST || one.equals(other)) {
			return;
		}
		if (one.isObject() && other.isObject()) {
			Set<String> names = new TreeSet<>(one.propertyNames());
			names.addAll(other.propertyNames());
			names.forEach((name) -> compare(path + "." + name, one.path(name), other.path(name), paths));
		}
		else if (one.isArray() && other.isArray() && one.size() == other.size()) {
			for (int i = 0; i < one.size(); i++) {
				compare(path + "[" + i + "]", one.get(i), other.get(i), paths);
			}
		}
		else {
			paths.add(path);
		}
	}

}
