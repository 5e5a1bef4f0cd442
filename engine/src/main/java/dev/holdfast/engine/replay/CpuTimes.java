package dev.holdfast.engine.replay;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How much processor time was used, in nanoseconds: what tells code that computes from
 * code that a busy machine does not let go on. Answers -1 for what is not known, which is
 * so for virtual threads.
 */
interface CpuTimes {

	/** The time of a thread. */
	long of(Thread thread);

	/** The time of the whole process. */
	long process();

	static CpuTimes ofThisProcess() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		boolean known = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
		com.sun.management.OperatingSystemMXBean system = (ManagementFactory
			.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean) ? bean : null;
		return new CpuTimes() {

			@Override
			@SuppressWarnings("deprecation") // Thread.threadId() is not in Java 17
			public long of(Thread thread) {
				return known ? threads.getThreadCpuTime(thread.getId()) : -1;
			}

			@Override
			public long process() {
				return (system != null) ? system.getProcessCpuTime() : -1;
			}
		};
	}

}
