package dev.holdfast.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/**
 * Goes on binding after a value that cannot be read or does not comply, as if it were not
 * set, so that in the end everything that is wrong is known. What is compared with such a
 * value is not, as it may be right.
 */
final class PropertyCheck extends AbstractBindHandler {

	private static final ConfigurationPropertyName SECRETS = ConfigurationPropertyName.of("holdfast.encryption.keys");

	private static final Map<String, String> READABLE = Map.of("Duration", "must be a duration: 500ms, 30s, 5m, 2h, 7d",
			"DataSize", "must be a size: 512B, 100KB, 2MB", "Integer", "must be a whole number", "int",
			"must be a whole number", "Double", "must be a number", "double", "must be a number", "Boolean",
			"must be true or false", "boolean", "must be true or false");

	private final Map<String, PropertyProblem> problems = new LinkedHashMap<>();

	private @Nullable ConfigurationPropertyName root;

	private boolean ours;

	private @Nullable InvalidPropertiesException thrown;

	PropertyCheck(BindHandler parent) {
		super(parent);
	}

	PropertyCheck() {
		this(BindHandler.DEFAULT);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		if (this.root == null) {
			this.root = name;
			Class<?> type = target.getType().resolve(Object.class);
			this.ours = type == HoldfastProperties.class || type == HoldfastProperties.Activity.class;
		}
		return super.onStart(name, target, context);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		if (!this.ours || error == this.thrown) {
			return super.onFailure(name, target, context, error);
		}
		InvalidPropertiesException invalid = findInvalid(error);
		if (invalid != null) {
			invalid.problems().forEach((problem) -> add(under(name, problem), context));
		}
		else {
			add(unreadable(name, target, context), context);
		}
		if (isRoot(name)) {
			checkActivities(context);
			throw report(context);
		}
		return null;
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) throws Exception {
		super.onFinish(name, target, context, result);
		if (this.ours && isRoot(name)) {
			checkActivities(context);
			if (!this.problems.isEmpty()) {
				throw report(context);
			}
		}
	}

	private boolean isRoot(ConfigurationPropertyName name) {
		return this.root != null && name.equals(this.root);
	}

	private static @Nullable InvalidPropertiesException findInvalid(Exception error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidPropertiesException invalid) {
				return invalid;
			}
		}
		return null;
	}

	private InvalidPropertiesException report(BindContext context) {
		List<String> hints = UnknownProperties.in(context.getSources());
		this.thrown = new InvalidPropertiesException(List.copyOf(this.problems.values()), hints);
		return this.thrown;
	}

	private void add(PropertyProblem problem, BindContext context) {
		if (problem.comparedWith().stream().noneMatch(this.problems::containsKey)) {
			this.problems.putIfAbsent(problem.name(), withOrigins(problem, context));
		}
	}

	private static PropertyProblem under(ConfigurationPropertyName level, PropertyProblem problem) {
		return new PropertyProblem(level + "." + problem.name(), problem.rule(), problem.actual(),
				problem.comparedWith().stream().map((other) -> level + "." + other).toList(), problem.origins());
	}

	private static PropertyProblem unreadable(ConfigurationPropertyName name, Bindable<?> target, BindContext context) {
		ConfigurationProperty property = find(name, context.getSources());
		Object value = (property != null) ? property.getValue() : null;
		return new PropertyProblem(name.toString(), rule(target.getType(), value),
				isSecret(name) ? "not" : String.valueOf(value));
	}

	private static String rule(ResolvableType type, @Nullable Object value) {
		if (value instanceof String text && text.contains("${")) {
			return "must have no placeholder to which no property gives a value";
		}
		ResolvableType element = type.asCollection().hasGenerics() ? type.asCollection().getGeneric() : type;
		Class<?> single = element.resolve(Object.class);
		if (single.isEnum()) {
			return "must be one of " + Arrays.stream(single.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		if (single == Class.class) {
			return "must name classes that the application has";
		}
		return READABLE.getOrDefault(single.getSimpleName(),
				"must be what a " + single.getSimpleName() + " can be made of");
	}

	private static PropertyProblem withOrigins(PropertyProblem problem, BindContext context) {
		List<String> origins = new ArrayList<>();
		origins.add(origin(problem.name(), context));
		problem.comparedWith().forEach((other) -> origins.add(origin(other, context)));
		return new PropertyProblem(problem.name(), problem.rule(), problem.actual(), problem.comparedWith(), origins);
	}

	private static String origin(String name, BindContext context) {
		ConfigurationPropertyName parsed = ConfigurationPropertyName.adapt(name, '.');
		ConfigurationProperty property = find(parsed, context.getSources());
		if (property == null) {
			return name + " is not set";
		}
		String value = isSecret(parsed) ? "******" : String.valueOf(property.getValue());
		return name + "=" + value + " comes from "
				+ ((property.getOrigin() != null) ? property.getOrigin() : property.getSource());
	}

	private static boolean isSecret(ConfigurationPropertyName name) {
		return SECRETS.isAncestorOf(name);
	}

	private static @Nullable ConfigurationProperty find(ConfigurationPropertyName name,
			Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	/** Activities that are named without brackets are no part of the whole. */
	private void checkActivities(BindContext context) {
		if (this.root == null || !UnknownProperties.ROOT.equals(this.root)) {
			return;
		}
		for (ConfigurationPropertyName activity : ActivityPropertyNames.in(context.getSources())) {
			try {
				context.getBinder().bind(activity, Bindable.of(HoldfastProperties.Activity.class), new PropertyCheck());
			}
			catch (RuntimeException ex) {
				InvalidPropertiesException invalid = findInvalid(ex);
				if (invalid == null) {
					throw ex;
				}
				invalid.problems().forEach((problem) -> this.problems.putIfAbsent(problem.name(), problem));
			}
		}
	}

}
