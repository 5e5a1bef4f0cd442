package dev.holdfast.engine.behaviour;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.payload.AesGcmPayloadCodec;
import dev.holdfast.engine.payload.Keys;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** What one run hands to the next is encrypted for the next. */
class EncryptedChainTests {

	private static final String SECRET = "s3cr3t";

	@EngineTest
	void continuesAsNew(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		WorkflowClient client = rig.start(Relay.class);
		WorkflowHandle<Relay, String> handle = client.workflow(Relay::run, SECRET, 2).id("relay").start();
		rig.awaitQuiet();
		for (String word : List.of("a", "b", "c")) {
			handle.signal(Relay::go, word);
			rig.awaitQuiet();
		}
		// A run that was given its signal with its start has not waited, and the next is
		// held back.
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> !Look.status(handle).isOpen());
		assertThat(Look.result(handle)).isEqualTo(SECRET + "abc");
		assertNothingReadable(rig);
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void isReset(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		WorkflowClient client = rig.start(Relay.class);
		WorkflowHandle<Relay, String> handle = client.workflow(Relay::run, SECRET, 0).id("relay").start();
		rig.awaitQuiet();
		handle.signal(Relay::go, "a");
		assertThat(Look.result(handle)).isEqualTo(SECRET + "a");
		String before = handle.describe().execution().runId();
		assertThat(handle.reset(1)).isNotEqualTo(before);
		WorkflowHandle<Relay, ?> again = client.handle(Relay.class, "relay");
		Look.awaitStatus(again, WorkflowStatus.COMPLETED);
		assertThat(again.result(String.class)).isEqualTo(SECRET + "a");
		assertThat(Look.types(again)).contains("RunReset");
		assertNothingReadable(rig);
		Invariants.check(rig.jdbc());
	}

	private static void assertNothingReadable(EngineRig rig) {
		for (String table : List.of("holdfast_event", "holdfast_inbox")) {
			for (byte[] payload : rig.jdbc().queryForList("select payload from " + table, byte[].class)) {
				assertThat(new String(payload, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
			}
		}
	}

	@Workflow
	public static class Relay {

		private @Nullable String heard;

		@WorkflowMethod
		public String run(String text, int left) {
			Workflows.await(() -> this.heard != null);
			String next = text + this.heard;
			return (left > 0) ? Workflows.continueAsNew(next, left - 1) : next;
		}

		@SignalMethod
		public void go(String word) {
			this.heard = (this.heard != null) ? this.heard + ", " + word : word;
		}

	}

}
