package dev.holdfast.autoconfigure;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import dev.holdfast.autoconfigure.HoldfastProperties.Activity;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.RetryLayer;
import dev.holdfast.workflow.Priority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * What properties say about activity types. A type has a dot in it, so there are two ways
 * to write its properties, {@code holdfast.activities[Greetings.greet].*} and
 * {@code holdfast.activities.Greetings.greet.*}; the first one counts if there are both.
 */
final class ActivityPropertyLayers implements Function<String, ActivityLayer> {

	private static final Logger logger = LoggerFactory.getLogger(ActivityPropertyLayers.class);

	private final Map<String, Activity> bracketed;

	private final Binder binder;

	ActivityPropertyLayers(Map<String, Activity> bracketed, Binder binder) {
		this.bracketed = bracketed;
		this.binder = binder;
	}

	@Override
	public ActivityLayer apply(String type) {
		Activity properties = this.bracketed.get(type);
		if (properties == null) {
			properties = this.binder
				.bind(ConfigurationPropertyName.adapt(ActivityPropertyNames.ACTIVITIES + "." + type, '.'),
						Bindable.of(Activity.class), new PropertyCheck())
				.orElse(null);
		}
		return (properties != null) ? layer(properties) : ActivityLayer.NOTHING;
	}

	private static ActivityLayer layer(Activity properties) {
		Integer priority = properties.priority();
		return new ActivityLayer(properties.taskQueue(), properties.startToCloseTimeout(),
				properties.scheduleToCloseTimeout(), properties.scheduleToStartTimeout(), properties.heartbeatTimeout(),
				new RetryLayer(properties.initialInterval(), properties.backoffCoefficient(),
						properties.maximumInterval(), properties.maximumAttempts(), properties.nonRetryable()),
				properties.cancellationType(), (priority != null) ? Priority.of(priority) : Priority.DEFAULT);
	}

	/** Says which properties are about activities that do not exist. */
	static void warnOfUnknown(Environment environment, Collection<String> types) {
		for (ConfigurationPropertyName activity : ActivityPropertyNames
			.in(ConfigurationPropertySources.get(environment))) {
			if (types.stream().noneMatch((type) -> ActivityPropertyNames.isAbout(activity, type))) {
				String name = activity.toString();
				String like = UnknownProperties.like(
						name.substring(ActivityPropertyNames.ACTIVITIES.toString().length() + 1).replace("]", ""),
						types);
				logger.warn(
						"The properties {}.* have no effect: this application has no activity of that type.{} It has {}",
						name, like.isEmpty() ? "" : " Is " + like + " meant?", types);
			}
		}
	}

}
