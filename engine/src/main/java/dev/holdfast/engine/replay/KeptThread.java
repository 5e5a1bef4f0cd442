package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Code that keeps the thread of its run.
 *
 * @param identity the run
 * @param workflowType its type
 * @param what which part of its code it is
 * @param time for how long it has kept it
 * @param state what its thread does
 * @param inNativeCode whether it is in native code, where it may wait too
 * @param stack where it is
 */
public record KeptThread(RunIdentity identity, String workflowType, String what, Duration time, Thread.State state,
		boolean inNativeCode, List<StackTraceElement> stack) {

	private static final int MOST_FRAMES = 12;

	/**
	 * Methods that wait, though the thread may be about to begin or to end that.
	 */
	private static final Set<String> WAITS = Set.of("java.lang.Thread.sleep", "java.lang.Thread.sleep0",
			"java.lang.Object.wait", "java.lang.Object.wait0", "jdk.internal.misc.Unsafe.park");

	static KeptThread of(RunIdentity identity, String workflowType, String what, Thread thread, Duration time) {
		Thread.State state = thread.getState();
		List<StackTraceElement> stack = List.of(thread.getStackTrace());
		return new KeptThread(identity, workflowType, what, time, state, isInNativeCode(stack), stack);
	}

	static boolean isInNativeCode(Thread thread) {
		return isInNativeCode(List.of(thread.getStackTrace()));
	}

	private static boolean isInNativeCode(List<StackTraceElement> stack) {
		return !stack.isEmpty() && stack.get(0).isNativeMethod();
	}

	/** Whether it waits for something rather than computes. */
	public boolean waits() {
		return !computes();
	}

	/** Whether it computes, as an endless loop does. */
	public boolean computes() {
		return this.state == Thread.State.RUNNABLE && !this.inNativeCode && !isInWait();
	}

	/** What it does and where, for people: the frames of the application, one a line. */
	public String describe() {
		StringBuilder text = new StringBuilder();
		text.append(switch (this.state) {
			case BLOCKED -> "waits for a monitor";
			case WAITING, TIMED_WAITING -> "waits";
			default -> isInWait() ? "waits" : this.inNativeCode ? "is in native code" : "computes";
		});
		if (!this.stack.isEmpty()) {
			text.append(" in ").append(name(this.stack.get(0)));
		}
		for (StackTraceElement frame : framesOfTheApplication()) {
			text.append("\n\tat ").append(withoutLoader(frame));
		}
		return text.toString();
	}

	private boolean isInWait() {
		return this.stack.stream().takeWhile(KeptThread::isOfTheJdk).map(KeptThread::name).anyMatch(WAITS::contains);
	}

	private static boolean isOfTheJdk(StackTraceElement frame) {
		return frame.getClassName().startsWith("java.") || frame.getClassName().startsWith("jdk.");
	}

	private static StackTraceElement withoutLoader(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber());
	}

	private static String name(StackTraceElement frame) {
		return frame.getClassName() + "." + frame.getMethodName();
	}

	/** The frames in which people look, the innermost first. */
	List<StackTraceElement> framesOfTheApplication() {
		List<StackTraceElement> frames = new ArrayList<>();
		for (StackTraceElement frame : this.stack) {
			if (TaskFailedException.isOfTheApplication(frame) && frames.size() < MOST_FRAMES) {
				frames.add(frame);
			}
		}
		return frames;
	}

}
