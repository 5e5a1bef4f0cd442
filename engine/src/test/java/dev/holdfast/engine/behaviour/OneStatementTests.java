package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.behaviour.ExternalWorkflowTests.Mailbox;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.Pause;
import dev.holdfast.engine.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * On PostgreSQL, steps that take up messages and steps that end their runs are written
 * without asking for the messages first, unless something is in their way.
 */
class OneStatementTests {

	/** What only the long way asks. */
	private static final String ASKS = "select run_id, message_key from holdfast_inbox";

	private final EngineRig rig = new EngineRig(TestDatabase.POSTGRESQL, false);

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void takesUpMessagesAndEndsRuns() {
		EngineRig.Node node = this.rig.startNode(Mailbox.class);
		Pause pause = node.pauseBefore(ASKS);
		List<WorkflowHandle<Mailbox, List<String>>> handles = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			WorkflowHandle<Mailbox, List<String>> handle = node.client().workflow(Mailbox::run, 2).start();
			handle.signal(Mailbox::put, "a");
			handle.signal(Mailbox::put, "b");
			handles.add(handle);
		}
		handles.forEach((handle) -> assertThat(Look.result(handle)).containsExactly("a", "b"));
		assertThat(pause.isReached()).isFalse();
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@Test
	void leavesNoSettingBehind() {
		EngineRig.Node node = this.rig.startNode(Mailbox.class);
		WorkflowHandle<Mailbox, List<String>> handle = node.client().workflow(Mailbox::run, 2).start();
		handle.signal(Mailbox::put, "a");
		this.rig.awaitQuiet();
		handle.signal(Mailbox::put, "b");
		assertThat(Look.result(handle)).containsExactly("a", "b");
		this.rig.awaitQuiet();
		for (int i = 0; i < 20; i++) {
			assertThat(this.rig.jdbc().queryForObject("show enable_seqscan", String.class)).isEqualTo("on");
			assertThat(this.rig.jdbc().queryForObject("show plan_cache_mode", String.class)).isEqualTo("auto");
		}
	}

	@Test
	void asksWhenSomebodyIsJustSending() {
		EngineRig.Node node = this.rig.startNode(Mailbox.class);
		WorkflowHandle<Mailbox, List<String>> handle = node.client().workflow(Mailbox::run, 1).start();
		this.rig.awaitQuiet();
		Pause pause = node.pauseBefore(ASKS);
		CompletableFuture<Void> asked = new CompletableFuture<>();
		this.rig.inTransaction(() -> {
			handle.signal(Mailbox::put, "late");
			CompletableFuture.runAsync(() -> handle.signal(Mailbox::put, "first")).join();
			pause.awaitReached();
			asked.complete(null);
		});
		pause.goOn();
		assertThat(asked).isCompleted();
		assertThat(Look.result(handle)).containsExactlyInAnyOrder("first", "late");
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

	@Test
	void endsNoRunThatWasSentSomethingItHasNotSeen() {
		EngineRig.Node node = this.rig.startNode(Mailbox.class);
		WorkflowClient elsewhere = this.rig.createNode((context) -> context.register(Mailbox.class)).client();
		List<WorkflowHandle<Mailbox, List<String>>> handles = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			handles.add(node.client().workflow(Mailbox::run, 1).id("letters-" + i).start());
		}
		this.rig.awaitQuiet();
		for (WorkflowHandle<Mailbox, List<String>> handle : handles) {
			elsewhere.handle(handle.workflowId()).signal("put", "unseen");
			handle.signal(Mailbox::put, "seen");
		}
		handles.forEach((handle) -> assertThat(Look.result(handle)).containsExactlyInAnyOrder("seen", "unseen"));
		this.rig.awaitQuiet();
		Invariants.check(this.rig.jdbc());
	}

}
