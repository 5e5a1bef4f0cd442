package dev.holdfast.engine.examples;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.payload.PayloadContext;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadStorageExampleTests {

	private final Bucket bucket = new Bucket();

	@EngineTest
	void largePayloadsAreKeptElsewhere(EngineRig rig) {
		WorkflowClient client = rig.codecs(new StoredElsewhere(this.bucket)).start(EchoWorkflow.class);
		String large = "x".repeat(100_000);
		WorkflowHandle<EchoWorkflow, String> handle = client.workflow(EchoWorkflow::run, large).id("large").start();
		assertThat(handle.result()).isEqualTo(large);
		assertThat(client.workflow(EchoWorkflow::run, "small").execute()).isEqualTo("small");
		assertThat(this.bucket.objects).hasSizeBetween(1, 2);
		assertThat(rig.jdbc().queryForList("select payload from holdfast_event", byte[].class))
			.allMatch((stored) -> stored.length < 1000);
	}

	@EngineTest
	void whatIsGoneStopsItsExecutionAlone(EngineRig rig) {
		WorkflowClient client = rig.codecs(new StoredElsewhere(this.bucket)).start(EchoWorkflow.class);
		client.workflow(EchoWorkflow::run, "y".repeat(100_000)).id("large").execute();
		this.bucket.objects.clear();
		assertThat(client.workflow(EchoWorkflow::run, "small").execute()).isEqualTo("small");
		assertThat(client.handle("large").describe().execution().status()).isEqualTo(WorkflowStatus.COMPLETED);
	}

	/** Stands for an object store. */
	static final class Bucket {

		final Map<String, byte[]> objects = new ConcurrentHashMap<>();

		void put(String key, byte[] object) {
			this.objects.put(key, object);
		}

		byte[] get(String key) {
			return this.objects.get(key);
		}

	}

	// tag::codec[]
	static class StoredElsewhere implements PayloadCodec {

		private final Bucket bucket;

		StoredElsewhere(Bucket bucket) {
			this.bucket = bucket;
		}

		@Override
		public String name() {
			return "bucket";
		}

		@Override
		public byte[] encode(byte[] payload, PayloadContext context) {
			if (payload.length < 64 * 1024) {
				return payload;
			}
			String key = context.owner() + "/" + sha256(payload);
			this.bucket.put(key, payload); // before the transaction that refers to it
											// commits
			return key.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public byte[] decode(byte[] payload, PayloadContext context) {
			String key = new String(payload, StandardCharsets.UTF_8);
			byte[] stored = this.bucket.get(key);
			if (stored == null) {
				throw new PayloadException("There is no object '" + key + "' any more", null);
			}
			return stored;
		}

		@Override
		public boolean isConfidential() {
			return false;
		}

		// end::codec[]
		private static String sha256(byte[] payload) {
			try {
				return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

		// tag::codec[]

	}
	// end::codec[]

	@Workflow
	public static class EchoWorkflow {

		@WorkflowMethod
		public String run(String text) {
			return text;
		}

	}

}
