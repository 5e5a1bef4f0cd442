package dev.holdfast.engine.replay;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.interception.Interceptors;

/**
 * Where coroutines wait, as text: each by its name, and the lines of its code that led
 * there. Lines of the engine and of how Java calls code say nothing to those who wrote
 * it, and are left out; so is whatever parks a thread, which lies above the coroutine and
 * is not the same on every Java.
 */
final class WaitingCode {

	private static final String NOTHING = "No code waits: the execution has ended.";

	private static final int LONGEST = 500_000;

	private static final List<String> MACHINERY = List.of(packageOf(WaitingCode.class),
			packageOf(WorkflowDefinition.class), packageOf(Interceptors.class), "java.lang.Thread.",
			"java.lang.VirtualThread", "java.lang.ThreadBuilders", "java.lang.invoke.", "java.lang.reflect.",
			"java.util.concurrent.", "jdk.internal.", "org.springframework.aop.", "org.springframework.cglib.");

	private WaitingCode() {
	}

	private static String packageOf(Class<?> type) {
		return type.getPackageName() + ".";
	}

	static String describe(List<Coroutine> waiting) {
		return waiting.isEmpty() ? NOTHING : describe(waiting, LONGEST);
	}

	/** As many as fit into a payload, and how many do not. */
	static String describe(List<Coroutine> waiting, int longest) {
		StringBuilder text = new StringBuilder();
		int described = 0;
		while (described < waiting.size() && text.length() < longest) {
			text.append((described > 0) ? "\n\n" : "").append(describe(waiting.get(described)));
			described++;
		}
		int left = waiting.size() - described;
		return (left > 0) ? text.append("\n\nand ").append(left).append(" more").toString() : text.toString();
	}

	private static String describe(Coroutine coroutine) {
		Thread thread = coroutine.thread();
		return coroutine.name() + " " + coroutine.waits()
				+ Arrays.stream((thread != null) ? thread.getStackTrace() : new StackTraceElement[0])
					.dropWhile((frame) -> !frame.getClassName().equals(Coroutine.class.getName()))
					.filter(WaitingCode::isOfInterest)
					.map((frame) -> "\n\tat " + line(frame))
					.collect(Collectors.joining());
	}

	private static boolean isOfInterest(StackTraceElement frame) {
		String type = frame.getClassName() + ".";
		return MACHINERY.stream().noneMatch(type::startsWith) && !type.contains("$$Lambda");
	}

	/** Without class loaders and modules, which would differ between nodes. */
	private static String line(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

}
