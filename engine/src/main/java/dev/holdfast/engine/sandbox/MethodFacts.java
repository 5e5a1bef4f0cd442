package dev.holdfast.engine.sandbox;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a method of the application does, as far as it matters here. */
final class MethodFacts {

	static final String STATIC_INITIALIZER = "<clinit>";

	private final String name;

	private final String descriptor;

	private final boolean isAbstract;

	private final List<Step> steps = new ArrayList<>();

	private @Nullable String suppression;

	private boolean entry;

	private int firstLine;

	MethodFacts(String name, String descriptor, boolean isAbstract) {
		this.name = name;
		this.descriptor = descriptor;
		this.isAbstract = isAbstract;
	}

	/** How its class knows it. */
	static String key(String name, String descriptor) {
		return name + descriptor;
	}

	String key() {
		return key(this.name, this.descriptor);
	}

	String name() {
		return this.name;
	}

	boolean isAbstract() {
		return this.isAbstract;
	}

	List<Step> steps() {
		return this.steps;
	}

	/** Why it is not to be looked at, or {@code null} if it is. */
	@Nullable String suppression() {
		return this.suppression;
	}

	void suppress(String reason) {
		this.suppression = reason;
	}

	/** Whether the engine calls it. */
	boolean isEntry() {
		return this.entry;
	}

	void foundEntry() {
		this.entry = true;
	}

	int firstLine() {
		return this.firstLine;
	}

	void line(int line) {
		if (this.firstLine == 0) {
			this.firstLine = line;
		}
	}

}
