package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.Base64;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.payload.KeyProvider;
import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.payload.PayloadContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is stored is encrypted as the application says. */
@ExtendWith(OutputCaptureExtension.class)
class EncryptionTests {

	private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

	@Test
	void byProperties() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.encryption.active-key=2026-11",
				"holdfast.encryption.keys.2026-11=" + KEY, "holdfast.payload.compression-threshold=64KB")) {
			assertEncrypted(context, "2026-11");
		}
	}

	@Test
	void byAKeyProvider() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, WithProvider.class)) {
			assertEncrypted(context, "from-the-vault");
		}
	}

	@Test
	void orNotAtAll() {
		try (ConfigurableApplicationContext context = Shop.run()) {
			assertThat(payloads(context)).startsWith("{");
		}
	}

	private static void assertEncrypted(ConfigurableApplicationContext context, String keyId) {
		assertThat(payloads(context)).startsWith("\u0001\u0007aes-gcm").contains(keyId).doesNotContain("World");
	}

	private static String payloads(ConfigurableApplicationContext context) {
		WorkflowHandle<?, String> handle = context.getBean(WorkflowClient.class)
			.workflow(GreetingWorkflow::run, "World")
			.start();
		assertThat(handle.result(Duration.ofSeconds(20))).isEqualTo("Hello, World!");
		assertThat(handle.history().events().get(0).data()).isEqualTo("[\"World\"]");
		StringBuilder text = new StringBuilder();
		context.getBean(JdbcTemplate.class)
			.queryForList("select payload from holdfast_event order by event_id", byte[].class)
			.forEach((bytes) -> text.append(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)));
		return text.toString();
	}

	@Test
	void keysThatCannotWorkStopTheStart(CapturedOutput output) {
		assertRefused(output,
				"holdfast.encryption.keys.k1 must be 16, 24 or 32 random bytes as Base64, but is of 3 bytes",
				"holdfast.encryption.active-key=k1", "holdfast.encryption.keys.k1=AAAA");
		assertRefused(output,
				"holdfast.encryption.keys.k1 must be 16, 24 or 32 random bytes as Base64, but is no Base64",
				"holdfast.encryption.active-key=k1", "holdfast.encryption.keys.k1=!!");
		assertRefused(output, "holdfast.encryption.active-key must be the id of one of the keys [k1]",
				"holdfast.encryption.active-key=k2", "holdfast.encryption.keys.k1=" + KEY);
		assertRefused(output, "holdfast.encryption.active-key must be the id of one of the keys [k1]",
				"holdfast.encryption.keys.k1=" + KEY);
		assertThat(output.getAll()).doesNotContain(KEY).doesNotContain("AAAA");
	}

	private static void assertRefused(CapturedOutput output, String message, String... properties) {
		assertThatThrownBy(() -> Shop.run(properties).close());
		assertThat(output).contains("APPLICATION FAILED TO START", message);
	}

	@Test
	void aProviderThatCannotWorkStopsTheStart(CapturedOutput output) {
		assertThatThrownBy(() -> Shop.run(WebApplicationType.NONE, WithEmptyProvider.class).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "has no key with the id 'from-the-vault'",
				"Answer a key for this id.");
	}

	@Test
	void aProviderBesidePropertiesStopsTheStart(CapturedOutput output) {
		assertThatThrownBy(() -> Shop
			.run(WebApplicationType.NONE, WithProvider.class, "holdfast.encryption.active-key=k1",
					"holdfast.encryption.keys.k1=" + KEY)
			.close());
		assertThat(output).contains("APPLICATION FAILED TO START",
				"holdfast.encryption.active-key must not be set beside a KeyProvider bean");
	}

	@Test
	void codecsWithTheSameNameStopTheStart(CapturedOutput output) {
		assertThatThrownBy(() -> Shop.run(WebApplicationType.NONE, WithTwoCodecs.class).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "have the same name 'mine'");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class WithProvider {

		@Bean
		KeyProvider keyProvider() {
			return provider(new SecretKeySpec(new byte[16], "AES"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class WithEmptyProvider {

		@Bean
		KeyProvider keyProvider() {
			return provider(null);
		}

	}

	private static KeyProvider provider(SecretKey key) {
		return new KeyProvider() {

			@Override
			public String activeKeyId() {
				return "from-the-vault";
			}

			@Override
			public SecretKey key(String id) {
				return key;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class WithTwoCodecs {

		@Bean
		PayloadCodec first() {
			return new Mine();
		}

		@Bean
		PayloadCodec second() {
			return new Mine();
		}

	}

	static class Mine implements PayloadCodec {

		@Override
		public String name() {
			return "mine";
		}

		@Override
		public byte[] encode(byte[] payload, PayloadContext context) {
			return payload;
		}

		@Override
		public byte[] decode(byte[] payload, PayloadContext context) {
			return payload;
		}

	}

}
