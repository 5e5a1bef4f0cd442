package dev.holdfast.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Which activities properties are about, whether they are written in brackets or not:
 * what stands before the last part of the name, which is the option.
 */
final class ActivityPropertyNames {

	static final ConfigurationPropertyName ACTIVITIES = ConfigurationPropertyName.of("holdfast.activities");

	private ActivityPropertyNames() {
	}

	static Set<ConfigurationPropertyName> in(Iterable<ConfigurationPropertySource> sources) {
		Set<ConfigurationPropertyName> activities = new TreeSet<>();
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(ACTIVITIES::isAncestorOf)
					.map(ActivityPropertyNames::option)
					.filter((option) -> option.getNumberOfElements() > ACTIVITIES.getNumberOfElements() + 1)
					.forEach((option) -> activities.add(option.getParent()));
			}
		}
		return activities;
	}

	/** The option without the positions of a list. */
	static ConfigurationPropertyName option(ConfigurationPropertyName name) {
		ConfigurationPropertyName option = name;
		while (option.isLastElementIndexed() && option.isNumericIndex(option.getNumberOfElements() - 1)) {
			option = option.getParent();
		}
		return option;
	}

	/** Whether properties that begin so are about an activity type. */
	static boolean isAbout(ConfigurationPropertyName activity, String type) {
		return activity.isLastElementIndexed()
				? activity.getLastElement(ConfigurationPropertyName.Form.ORIGINAL).equals(type)
				: activity.equals(ConfigurationPropertyName.adapt(ACTIVITIES + "." + type, '.'));
	}

}
