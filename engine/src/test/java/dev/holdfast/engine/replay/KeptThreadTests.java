package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a thread does, as people are told. */
class KeptThreadTests {

	private static final RunIdentity RUN = new RunIdentity("order", new UUID(0, 1));

	private static final int NATIVE = -2;

	@Test
	void waitsThoughItIsAboutToBeginOrToEndThat() {
		assertThat(kept(Thread.State.RUNNABLE, "java.lang.Thread", "sleep", NATIVE).describe())
			.startsWith("waits in java.lang.Thread.sleep");
		assertThat(kept(Thread.State.RUNNABLE, "java.lang.Object", "wait0", NATIVE).describe())
			.startsWith("waits in java.lang.Object.wait0");
	}

	@Test
	void waitsWhateverTheJdkDoesForThat() {
		KeptThread kept = new KeptThread(RUN, "Orders", "main", Duration.ofSeconds(1), Thread.State.RUNNABLE, true,
				List.of(new StackTraceElement("java.lang.System", "nanoTime", "System.java", NATIVE),
						new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", 500),
						new StackTraceElement("com.example.Orders", "run", "Orders.java", 42)));
		assertThat(kept.describe()).startsWith("waits in java.lang.System.nanoTime");
		assertThat(kept.computes()).isFalse();
	}

	@Test
	void computesWhatItWasCalledForByWhoWaits() {
		KeptThread kept = new KeptThread(RUN, "Orders", "main", Duration.ofSeconds(1), Thread.State.RUNNABLE, false,
				List.of(new StackTraceElement("java.util.ArrayList", "add", "ArrayList.java", 7),
						new StackTraceElement("com.example.Orders", "condition", "Orders.java", 42),
						new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", 500)));
		assertThat(kept.computes()).isTrue();
	}

	@Test
	void mayWaitOrNotInNativeCode() {
		KeptThread kept = kept(Thread.State.RUNNABLE, "sun.nio.ch.SocketDispatcher", "read0", NATIVE);
		assertThat(kept.describe()).startsWith("is in native code in sun.nio.ch.SocketDispatcher.read0");
		assertThat(kept.computes()).isFalse();
	}

	@Test
	void computes() {
		KeptThread kept = kept(Thread.State.RUNNABLE, "com.example.Orders", "run", 7);
		assertThat(kept.describe()).startsWith("computes in com.example.Orders.run");
		assertThat(kept.computes()).isTrue();
	}

	@Test
	void waitsForAMonitor() {
		assertThat(kept(Thread.State.BLOCKED, "com.example.Orders", "run", 7).describe())
			.startsWith("waits for a monitor in com.example.Orders.run");
	}

	private static KeptThread kept(Thread.State state, String type, String method, int line) {
		List<StackTraceElement> stack = List.of(new StackTraceElement(type, method, "X.java", line),
				new StackTraceElement("com.example.Orders", "run", "Orders.java", 42));
		return new KeptThread(RUN, "Orders", "main", Duration.ofSeconds(1), state, line == NATIVE, stack);
	}

}
