package dev.holdfast.engine.replay;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;

import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The carriers of virtual threads. Code that computes and does not yield holds one of
 * them, of which there are as many as processors: two endless loops would stop every
 * virtual thread of a small machine. So for each there is a carrier more, until it ends.
 * Used by the watch alone.
 */
final class Carriers {

	private static final Logger logger = LoggerFactory.getLogger(Carriers.class);

	private static final String PARALLELISM = "Parallelism";

	private final List<Held> held = new ArrayList<>();

	private final Executor coroutines;

	/** A carrier that code holds. */
	private record Held(WatchedCode.Stretch stretch, Thread thread) {
	}

	Carriers(Executor coroutines) {
		this.coroutines = coroutines;
	}

	/**
	 * Wakes carriers that were added: the scheduler looks for one only when a task comes,
	 * and those that wait have come before.
	 */
	void wake() {
		if (!this.held.isEmpty()) {
			this.coroutines.execute(() -> {
				// nothing but a task
			});
		}
	}

	/** Adds a carrier for one that code holds, unless it has been added. */
	void replace(WatchedCode.Finding finding) {
		Held one = new Held(finding.stretch(), finding.holder());
		if (isVirtual(one.thread()) && !this.held.contains(one) && change(1)) {
			this.held.add(one);
		}
	}

	/** Takes those away again that are not needed any more. */
	void giveBack() {
		Iterator<Held> all = this.held.iterator();
		while (all.hasNext()) {
			Held one = all.next();
			if (one.stretch().hasLetGo(one.thread()) && change(-1)) {
				all.remove();
			}
		}
	}

	private static boolean isVirtual(Thread thread) {
		ThreadGroup group = thread.getThreadGroup();
		return group != null && group.getName().equals("VirtualThreads");
	}

	private static boolean change(int by) {
		try {
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			ObjectName scheduler = new ObjectName("jdk.management:type=VirtualThreadScheduler");
			int now = (Integer) server.getAttribute(scheduler, PARALLELISM);
			server.setAttribute(scheduler, new Attribute(PARALLELISM, now + by));
			return true;
		}
		catch (JMException | RuntimeException ex) {
			logger.warn("Workflow code holds a carrier of virtual threads, and there cannot be another one for it: {}",
					ex.toString());
			return false;
		}
	}

}
