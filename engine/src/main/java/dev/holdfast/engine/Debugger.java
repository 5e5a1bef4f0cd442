package dev.holdfast.engine;

import java.lang.management.ManagementFactory;

/** Whether somebody may stop threads of this process to look at them. */
public final class Debugger {

	private Debugger() {
	}

	public static boolean isAttached() {
		return ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.anyMatch((argument) -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
	}

}
