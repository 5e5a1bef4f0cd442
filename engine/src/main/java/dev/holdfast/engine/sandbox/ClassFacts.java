package dev.holdfast.engine.sandbox;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a class of the application is, as its bytecode says. Names of classes have
 * slashes.
 */
final class ClassFacts {

	private final String name;

	private final @Nullable String superName;

	private final List<String> interfaces;

	private final Map<String, MethodFacts> methods = new LinkedHashMap<>();

	private final Set<String> changeableStatics = new HashSet<>();

	private @Nullable String sourceFile;

	private @Nullable String suppression;

	private boolean makesUnordered;

	ClassFacts(String name, @Nullable String superName, List<String> interfaces) {
		this.name = name;
		this.superName = superName;
		this.interfaces = interfaces;
	}

	String name() {
		return this.name;
	}

	String displayName() {
		return this.name.replace('/', '.');
	}

	@Nullable String superName() {
		return this.superName;
	}

	List<String> interfaces() {
		return this.interfaces;
	}

	Map<String, MethodFacts> methods() {
		return this.methods;
	}

	void add(MethodFacts method) {
		this.methods.put(method.key(), method);
	}

	/** Static fields that are not final. */
	Set<String> changeableStatics() {
		return this.changeableStatics;
	}

	String sourceFile() {
		return (this.sourceFile != null) ? this.sourceFile : "Unknown Source";
	}

	void sourceFile(@Nullable String file) {
		this.sourceFile = file;
	}

	/** Why it is not to be looked at, or {@code null} if it is. */
	@Nullable String suppression() {
		return this.suppression;
	}

	void suppress(String reason) {
		this.suppression = reason;
	}

	/** Whether it makes collections without an order. */
	boolean makesUnordered() {
		return this.makesUnordered;
	}

	void foundUnordered() {
		this.makesUnordered = true;
	}

}
