package dev.holdfast.engine.behaviour;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.payload.AesGcmPayloadCodec;
import dev.holdfast.engine.payload.Keys;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowInit;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Updates are encrypted for the run that receives them, also when that is the next of a
 * chain.
 */
class EncryptedUpdateTests {

	private static final String SECRET = "s3cret";

	@EngineTest
	void areReadInEveryRunOfAChain(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		WorkflowClient client = rig.start(Ledger.class);
		WorkflowHandle<Ledger, List<String>> handle = client.workflow(Ledger::run, new ArrayList<String>()).start();
		List<UpdateHandle<Integer>> updates = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			UpdateHandle<Integer> update = handle.startUpdate(Ledger::enter, SECRET + i).id("u" + i).start();
			updates.add(update);
			assertThat(update.result(EngineRig.PATIENCE)).isEqualTo(i + 1);
			rig.advance(Duration.ofSeconds(1));
			rig.awaitQuiet();
		}
		assertThat(updates.stream().map(UpdateHandle::runId).distinct()).as("runs").hasSizeGreaterThan(1);
		assertThat(updates).allSatisfy((update) -> assertThat(update.result()).isPositive());
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> handle.update(Ledger::enter, "refused " + SECRET))
			.withMessageContaining("refused " + SECRET);
		handle.update(Ledger::enter, "end");
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).containsExactly(SECRET + 0, SECRET + 1, SECRET + 2, SECRET + 3, SECRET + 4,
				"end");
		assertNothingReadable(rig);
	}

	@EngineTest
	void areNotLostWhenTheyComeWhileARunEnds(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		WorkflowClient client = rig.start(Ledger.class);
		WorkflowHandle<Ledger, List<String>> handle = client.workflow(Ledger::run, new ArrayList<String>()).start();
		List<CompletableFuture<Integer>> updates = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			String entry = SECRET + i;
			updates.add(CompletableFuture
				.supplyAsync(() -> handle.startUpdate(Ledger::enter, entry).id(entry).start().result()));
		}
		CompletableFuture<Void> all = CompletableFuture.allOf(updates.toArray(CompletableFuture[]::new));
		Look.advanceUntil(rig, Duration.ofSeconds(1), all::isDone);
		assertThat(updates.stream().map(CompletableFuture::join)).doesNotHaveDuplicates();
		handle.update(Ledger::enter, "end");
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).hasSize(13).doesNotHaveDuplicates();
		assertThat(rig.jdbc()
			.queryForObject("select count(*) from holdfast_execution where status = 'CONTINUED_AS_NEW'", Integer.class))
			.isPositive();
		assertNothingReadable(rig);
		Invariants.check(rig.jdbc());
	}

	private static void assertNothingReadable(EngineRig rig) {
		List<byte[]> payloads = new ArrayList<>();
		payloads.addAll(rig.jdbc().queryForList("select payload from holdfast_event", byte[].class));
		payloads.addAll(rig.jdbc().queryForList("select payload from holdfast_inbox", byte[].class));
		payloads.addAll(rig.jdbc()
			.queryForList("select outcome from holdfast_request where outcome is not null", byte[].class));
		assertThat(payloads).isNotEmpty()
			.noneMatch((payload) -> new String(payload, StandardCharsets.ISO_8859_1).contains(SECRET));
	}

	/** Goes on as a new run after every two entries. */
	@Workflow
	public static class Ledger {

		private final List<String> entries;

		private final int before;

		/** Updates that come with the start of a run find the entries before it. */
		@WorkflowInit
		public Ledger(List<String> before) {
			this.entries = new ArrayList<>(before);
			this.before = before.size();
		}

		@WorkflowMethod
		public List<String> run(List<String> before) {
			Workflows.await(() -> this.entries.size() >= this.before + 2 || this.entries.contains("end"));
			List<String> all = List.copyOf(this.entries);
			return all.contains("end") ? all : Workflows.continueAsNew(all);
		}

		@UpdateValidatorMethod(update = "enter")
		public void check(String entry) {
			if (entry.startsWith("refused")) {
				throw new IllegalArgumentException(entry);
			}
		}

		@UpdateMethod
		public int enter(String entry) {
			this.entries.add(entry);
			return this.entries.size();
		}

	}

}
