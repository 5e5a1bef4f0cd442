package dev.holdfast.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CoroutineSchedulerTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CoroutineScheduler scheduler = new CoroutineScheduler(this.threads,
			CodeWatch.NONE.of(new RunIdentity("x", new UUID(0, 0)), "X"));

	private final List<String> steps = new ArrayList<>();

	private boolean open;

	@AfterEach
	void end() {
		this.scheduler.destroy();
		this.threads.shutdown();
	}

	private void startMain(Runnable body) {
		this.scheduler.startMain(null, ScopeNode.detached(), body);
	}

	private void startHandler(String name, Runnable body) {
		this.scheduler.startHandler(name, null, ScopeNode.detached(), body);
	}

	private void startAsync(Runnable body) {
		this.scheduler.startAsync(null, ScopeNode.detached(), body);
	}

	private void block() {
		this.scheduler.current().block(() -> "waits", () -> this.open);
	}

	@Test
	void runsHandlersThenTheMainMethodThenTheOthers() {
		startMain(() -> {
			startAsync(() -> this.steps.add("async 1"));
			startAsync(() -> this.steps.add("async 2"));
			this.steps.add("main");
			block();
			this.steps.add("main again");
		});
		startHandler("a", () -> this.steps.add("a"));
		startHandler("b", () -> this.steps.add("b"));
		assertThat(this.scheduler.runUntilBlocked()).isNull();
		assertThat(this.steps).containsExactly("a", "b", "main", "async 1", "async 2");
		this.open = true;
		assertThat(this.scheduler.runUntilBlocked()).isSameAs(this.scheduler.main());
		assertThat(this.steps).endsWith("main again");
	}

	@Test
	void interleavesWhatIsBlockedInTheSameOrder() {
		startMain(this::block);
		for (String name : List.of("a", "b", "c")) {
			startHandler(name, () -> {
				this.steps.add(name + 1);
				this.scheduler.current().block(() -> "waits", () -> true);
				this.steps.add(name + 2);
			});
		}
		this.scheduler.runUntilBlocked();
		assertThat(this.steps).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
	}

	@Test
	void saysHowItsCoroutinesWaitAsFarAsThereIsRoom() {
		startMain(this::block);
		startAsync(this::block);
		startAsync(this::block);
		assertThat(WaitingCode.describe(this.scheduler.waiting()))
			.isEqualTo("main has not begun\n\n" + "async 1 has not begun\n\nasync 2 has not begun");
		this.scheduler.runUntilBlocked();
		assertThat(WaitingCode.describe(this.scheduler.waiting(), 10)).startsWith("main waits")
			.endsWith("\n\nand 2 more")
			.doesNotContain("async");
		assertThat(WaitingCode.describe(this.scheduler.waiting())).contains("\n\nasync 1 waits", "\n\nasync 2 waits")
			.doesNotContain("more");
	}

	@Test
	void stopsAtTheFirstFailure() {
		startMain(() -> this.steps.add("main"));
		startHandler("a", () -> {
			throw new IllegalStateException("a");
		});
		Coroutine failed = this.scheduler.runUntilBlocked();
		assertThat(failed.failure()).hasMessage("a");
		assertThat(this.steps).isEmpty();
	}

	@Test
	void unwindsWhatIsBlockedWhenItIsDestroyed() {
		startMain(() -> {
			try {
				block();
				this.steps.add("went on");
			}
			finally {
				this.steps.add("unwound");
			}
		});
		this.scheduler.runUntilBlocked();
		this.scheduler.destroy();
		assertThat(this.steps).containsExactly("unwound");
	}

	@Test
	void neverRunsTwoAtATime() {
		int[] inside = new int[1];
		startMain(() -> {
			for (int i = 0; i < 50; i++) {
				startAsync(() -> {
					for (int round = 0; round < 20; round++) {
						assertThat(++inside[0]).isEqualTo(1);
						inside[0]--;
						this.scheduler.current().block(() -> "waits", () -> true);
					}
				});
			}
			block();
		});
		assertThat(this.scheduler.runUntilBlocked()).isNull();
	}

}
