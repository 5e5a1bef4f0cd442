package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import dev.holdfast.autoconfigure.HoldfastProperties.Activity;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.RetryLayer;
import dev.holdfast.workflow.Priority;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * What properties say about activity types. A type has a dot in it, so there are two ways
 * to write its properties, {@code holdfast.activities[Greetings.greet].*} and
 * {@code holdfast.activities.Greetings.greet.*}; the first one counts if there are both.
 */
final class ActivityPropertyLayers implements Function<String, ActivityLayer> {

	private static final Logger logger = LoggerFactory.getLogger(ActivityPropertyLayers.class);

	private static final String PREFIX = "holdfast.activities";

	private final Map<String, Activity> bracketed;

	private final Binder binder;

	ActivityPropertyLayers(Map<String, Activity> bracketed, Binder binder) {
		this.bracketed = bracketed;
		this.binder = binder;
	}

	@Override
	public ActivityLayer apply(String type) {
		Activity properties = this.bracketed.get(type);
		String name = PREFIX + "[" + type + "]";
		if (properties == null) {
			name = PREFIX + "." + type;
			properties = this.binder.bind(ConfigurationPropertyName.adapt(name, '.'), Bindable.of(Activity.class))
				.orElse(null);
		}
		return (properties != null) ? layer(name, properties) : ActivityLayer.NOTHING;
	}

	private static ActivityLayer layer(String name, Activity properties) {
		Integer maximumAttempts = properties.maximumAttempts();
		if (maximumAttempts != null && maximumAttempts < 0) {
			throw new InvalidPropertyException(name + ".maximum-attempts", maximumAttempts, "must not be negative");
		}
		Double backoff = properties.backoffCoefficient();
		if (backoff != null && !(backoff >= 1 && backoff <= 100)) {
			throw new InvalidPropertyException(name + ".backoff-coefficient", backoff, "must be between 1 and 100");
		}
		Integer priority = properties.priority();
		if (priority != null && (priority < Priority.FIRST || priority > Priority.LAST)) {
			throw new InvalidPropertyException(name + ".priority", priority,
					"must be between 1, which comes first, and 5, which comes last");
		}
		return new ActivityLayer(properties.taskQueue(),
				positive(name + ".start-to-close-timeout", properties.startToCloseTimeout()),
				positive(name + ".schedule-to-close-timeout", properties.scheduleToCloseTimeout()),
				positive(name + ".schedule-to-start-timeout", properties.scheduleToStartTimeout()),
				positive(name + ".heartbeat-timeout", properties.heartbeatTimeout()),
				new RetryLayer(positive(name + ".initial-interval", properties.initialInterval()), backoff,
						positive(name + ".maximum-interval", properties.maximumInterval()), maximumAttempts,
						properties.nonRetryable()),
				properties.cancellationType(), (priority != null) ? Priority.of(priority) : Priority.DEFAULT);
	}

	private static @Nullable Duration positive(String property, @Nullable Duration duration) {
		try {
			return (duration != null) ? ActivityLayer.positive(property, duration) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(property, duration, "must be positive and at most 100 years");
		}
	}

	/** Says which properties are about activities that do not exist. */
	void warnOfUnknown(Collection<String> types) {
		for (String key : this.bracketed.keySet()) {
			boolean known = types.stream()
				.anyMatch((type) -> type.equalsIgnoreCase(key) || startsWithIgnoringCase(type, key + "."));
			if (!known) {
				logger.warn(
						"The properties {}[{}].* have no effect: this application has no activity of that type. It has {}",
						PREFIX, key, types);
			}
		}
	}

	private static boolean startsWithIgnoringCase(String text, String prefix) {
		return text.regionMatches(true, 0, prefix, 0, prefix.length());
	}

}
