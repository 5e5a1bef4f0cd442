package dev.holdfast.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Properties below {@code holdfast} that mean nothing, and what may have been meant. A
 * word is logged about each; it stops nothing, since another library may know it.
 */
final class UnknownProperties {

	private static final Logger logger = LoggerFactory.getLogger(UnknownProperties.class);

	static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("holdfast");

	/** What tests of workflows are told by their annotations. */
	private static final ConfigurationPropertyName OF_TESTS = ROOT.append("test");

	private static final int NEAR = 3;

	private UnknownProperties() {
	}

	static void warn(Environment environment) {
		in(ConfigurationPropertySources.get(environment)).forEach(logger::warn);
	}

	/** A sentence about each of them, and where it comes from. */
	static List<String> in(Iterable<ConfigurationPropertySource> sources) {
		Map<ConfigurationPropertyName, String> unknown = new TreeMap<>();
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> ROOT.isAncestorOf(name) && !isKnown(name))
					.forEach((name) -> unknown.computeIfAbsent(name, (key) -> sentence(key, iterable)));
			}
		}
		return List.copyOf(unknown.values());
	}

	private static String sentence(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		Origin origin = (property != null) ? property.getOrigin() : null;
		String nearest = isOfActivity(name) ? nearestOfActivity(name) : nearest(name);
		return "The property " + name + " means nothing to Holdfast."
				+ (nearest.isEmpty() ? "" : " Is " + nearest + " meant?")
				+ ((origin != null) ? " It comes from " + origin : "");
	}

	/** Types of activities have dots in them, but options have none. */
	private static boolean isOfActivity(ConfigurationPropertyName name) {
		return ActivityPropertyNames.ACTIVITIES.isAncestorOf(name);
	}

	private static String nearestOfActivity(ConfigurationPropertyName name) {
		ConfigurationPropertyName option = ActivityPropertyNames.option(name);
		String like = like(option.getLastElement(ConfigurationPropertyName.Form.DASHED),
				parts(HoldfastProperties.Activity.class).keySet());
		return like.isEmpty() ? "" : option.getParent().append(like).toString();
	}

	private static boolean isKnown(ConfigurationPropertyName name) {
		if (OF_TESTS.isAncestorOf(name)) {
			return true;
		}
		if (isOfActivity(name)) {
			ConfigurationPropertyName option = ActivityPropertyNames.option(name);
			return find(HoldfastProperties.Activity.class,
					option.getLastElement(ConfigurationPropertyName.Form.UNIFORM)) != null;
		}
		return isKnown(name, HoldfastProperties.class, ROOT.getNumberOfElements());
	}

	/** The name with the first part that is unknown replaced by one like it. */
	private static String nearest(ConfigurationPropertyName name) {
		Class<?> type = HoldfastProperties.class;
		ConfigurationPropertyName path = ROOT;
		for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			String part = name.getElement(i, ConfigurationPropertyName.Form.DASHED);
			Map<String, ResolvableType> parts = parts(type);
			ResolvableType next = parts.get(part);
			if (next == null) {
				String like = like(part, parts.keySet());
				return like.isEmpty() ? "" : path.append(like).toString();
			}
			path = path.append(part);
			if (isMap(next) && i + 1 < name.getNumberOfElements()) {
				path = path.append(name.subName(++i).chop(1));
				next = next.getGeneric(1);
			}
			type = next.toClass();
		}
		return "";
	}

	/** The one that is most like a word, or an empty text if none is. */
	static String like(String part, Collection<String> known) {
		List<String> near = new ArrayList<>(known);
		near.removeIf((candidate) -> distance(part, candidate) > NEAR);
		near.sort((one, other) -> Integer.compare(distance(part, one), distance(part, other)));
		return near.isEmpty() ? "" : near.get(0);
	}

	/** How many letters must be inserted, removed or replaced. */
	private static int distance(String one, String other) {
		int[] before = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			before[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] row = new int[other.length() + 1];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = before[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
			}
			before = row;
		}
		return before[other.length()];
	}

	private static boolean isKnown(ConfigurationPropertyName name, Class<?> type, int from) {
		if (from >= name.getNumberOfElements() || !type.isRecord()) {
			return true;
		}
		ResolvableType next = find(type, name.getElement(from, ConfigurationPropertyName.Form.UNIFORM));
		if (next == null) {
			return false;
		}
		return isMap(next) ? isKnown(name, next.getGeneric(1).toClass(), from + 2)
				: isKnown(name, next.toClass(), from + 1);
	}

	private static @Nullable ResolvableType find(Class<?> type, String uniform) {
		for (Map.Entry<String, ResolvableType> part : parts(type).entrySet()) {
			if (part.getKey().replace("-", "").equals(uniform)) {
				return part.getValue();
			}
		}
		return null;
	}

	private static boolean isMap(ResolvableType type) {
		return Map.class.isAssignableFrom(type.toClass());
	}

	private static Map<String, ResolvableType> parts(Class<?> type) {
		Map<String, ResolvableType> parts = new LinkedHashMap<>();
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				parts.put(DataObjectPropertyName.toDashedForm(component.getName()),
						ResolvableType.forType(component.getGenericType()));
			}
		}
		return parts;
	}

}
