package dev.holdfast.engine.replay;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a thread does, as people are told. */
class KeptThreadTests {

	private static final int NATIVE = -2;

	@Test
	void waitsThoughItIsAboutToBeginOrToEndThat() {
		assertThat(kept(Thread.State.RUNNABLE, "java.lang.Thread", "sleep", NATIVE).describe())
			.startsWith("waits in java.lang.Thread.sleep");
		assertThat(kept(Thread.State.RUNNABLE, "java.lang.Object", "wait0", NATIVE).describe())
			.startsWith("waits in java.lang.Object.wait0");
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
		return new KeptThread(new RunIdentity("order", new UUID(0, 1)), "Orders", "main", Duration.ofSeconds(1), state,
				line == NATIVE, stack);
	}

}
