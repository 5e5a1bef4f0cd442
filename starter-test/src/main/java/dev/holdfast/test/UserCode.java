package dev.holdfast.test;

import java.util.List;

/** Finds the line of the user's code in a stack trace. */
final class UserCode {

	private static final List<String> OTHERS = List.of("dev.holdfast.engine.", "dev.holdfast.workflow.Workflows",
			Replay.class.getName() + ".", Replay.class.getName() + "$", "java.", "jdk.", "org.springframework.");

	private UserCode() {
	}

	/** Its first line in brackets, to go behind a sentence; nothing if there is none. */
	static String suffix(Throwable thrown) {
		for (StackTraceElement element : thrown.getStackTrace()) {
			if (isReplay(element)) {
				return "";
			}
			String method = element.getClassName() + "." + element.getMethodName();
			if (OTHERS.stream().noneMatch(method::startsWith) && !method.contains("$$")) {
				return " (at " + method + "(" + element.getFileName() + ":" + element.getLineNumber() + "))";
			}
		}
		return "";
	}

	/** Below it is the test, which is no code of the workflow. */
	private static boolean isReplay(StackTraceElement element) {
		return element.getClassName().equals(Replay.class.getName()) && element.getMethodName().equals("run");
	}

}
