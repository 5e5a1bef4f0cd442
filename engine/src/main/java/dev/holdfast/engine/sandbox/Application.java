package dev.holdfast.engine.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The classes of the application, and how they are related. Names of classes have
 * slashes.
 */
final class Application {

	private final ClassFactsReader reader;

	private final List<String> packages;

	private final Set<String> activities = new HashSet<>();

	private final Predicate<String> isBean;

	private final Map<String, List<ClassFacts>> hierarchies = new HashMap<>();

	/**
	 * Creates it.
	 * @param packages the packages of the application, whose code is followed
	 * @param activities the classes of its activities
	 * @param isBean whether a class, by its name with dots, is a bean
	 */
	Application(ClassFactsReader reader, Collection<String> packages, Collection<Class<?>> activities,
			Predicate<String> isBean) {
		this.reader = reader;
		this.packages = packages.stream().map((name) -> name.replace('.', '/') + "/").toList();
		activities.forEach(this::addActivity);
		this.isBean = isBean;
	}

	/** A stub stands in for an activity, whatever of its types is named. */
	private void addActivity(Class<?> type) {
		for (Class<?> next = type; next != null && next != Object.class; next = next.getSuperclass()) {
			this.activities.add(next.getName().replace('.', '/'));
			for (Class<?> one : next.getInterfaces()) {
				addActivity(one);
			}
		}
	}

	/** A class of the application, or {@code null} if it is another one. */
	@Nullable ClassFacts own(String name) {
		return this.packages.stream().anyMatch(name::startsWith) ? this.reader.read(name) : null;
	}

	boolean isActivity(String name) {
		return this.activities.contains(name);
	}

	boolean isBean(ClassFacts type) {
		return this.isBean.test(type.displayName());
	}

	/** A method and the class that declares it. */
	record Method(ClassFacts owner, MethodFacts facts) {
	}

	/**
	 * What a call of a method of a class leads to, or {@code null} if it leaves the
	 * application.
	 */
	@Nullable Method resolve(String owner, String key) {
		for (ClassFacts type : hierarchy(owner)) {
			MethodFacts method = type.methods().get(key);
			if (method != null && !method.isAbstract()) {
				return new Method(type, method);
			}
		}
		return null;
	}

	/** Whether a class is another one, or is derived from it. */
	boolean isA(String name, String other) {
		return hierarchy(name).stream()
			.anyMatch((type) -> type.name().equals(other) || other.equals(type.superName())
					|| type.interfaces().contains(other));
	}

	/** A class and all above it that are the application's, the nearest first. */
	List<ClassFacts> hierarchy(String name) {
		List<ClassFacts> known = this.hierarchies.get(name);
		if (known == null) {
			known = findHierarchy(name);
			this.hierarchies.put(name, known);
		}
		return known;
	}

	private List<ClassFacts> findHierarchy(String name) {
		List<ClassFacts> found = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		Deque<String> next = new ArrayDeque<>(List.of(name));
		while (!next.isEmpty()) {
			String one = next.poll();
			ClassFacts type = seen.add(one) ? own(one) : null;
			if (type != null) {
				found.add(type);
				if (type.superName() != null) {
					next.add(type.superName());
				}
				next.addAll(type.interfaces());
			}
		}
		return found;
	}

}
