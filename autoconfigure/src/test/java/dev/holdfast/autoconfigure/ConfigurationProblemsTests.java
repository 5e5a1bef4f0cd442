package dev.holdfast.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Configuration that cannot work is reported whole: each property, where its value comes
 * from, and what would work.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationProblemsTests {

	private static void assertFails(String... properties) {
		assertThatThrownBy(() -> Shop.run(WebApplicationType.NONE, ShopApplication.class, properties).close());
	}

	@Test
	void propertiesThatContradictEachOther(CapturedOutput output) {
		assertFails("holdfast.lease-duration=1s", "holdfast.poll-interval=1s");
		assertThat(output).contains("APPLICATION FAILED TO START", "The configuration of Holdfast cannot work:",
				"1. holdfast.lease-duration must be at least three times holdfast.poll-interval, which is 1000ms"
						+ " (a node that misses one poll must not lose its work), but is 1000ms.",
				"holdfast.lease-duration=1s comes from \"holdfast.lease-duration\" from property source"
						+ " \"commandLineArgs\"",
				"holdfast.poll-interval=1s comes from \"holdfast.poll-interval\" from property source"
						+ " \"commandLineArgs\"",
				"1. Change the property holdfast.lease-duration. It must be at least three times"
						+ " holdfast.poll-interval");
	}

	@Test
	void leasesOfNoOrNegativeTime(CapturedOutput output) {
		assertFails("holdfast.lease-duration=0");
		assertThat(output).contains("holdfast.lease-duration must be at least three times holdfast.poll-interval,"
				+ " which is 50ms (a node that misses one poll must not lose its work), but is 0ms.");
		assertFails("holdfast.lease-duration=-3s");
		assertThat(output).contains("must not lose its work), but is -3000ms.");
	}

	@Test
	void propertiesThatCannotBeRead(CapturedOutput output) {
		assertFails("holdfast.lease-duration=10 parsecs");
		assertThat(output)
			.contains("APPLICATION FAILED TO START",
					"1. holdfast.lease-duration must be a duration: 500ms, 30s, 5m, 2h, 7d, but is 10 parsecs.",
					"comes from \"holdfast.lease-duration\" from property source \"commandLineArgs\"",
					"1. Change the property holdfast.lease-duration. It must be a duration")
			.doesNotContain("2. ");
	}

	@Test
	void numbersOutOfBounds(CapturedOutput output) {
		assertFails("holdfast.workers.mail.max-concurrent-activities=100000",
				"holdfast.workers.mail.max-concurrent-workflow-tasks=0",
				"holdfast.max-concurrent-transactional-activities=-1");
		assertThat(output).contains(
				"holdfast.workers.mail.max-concurrent-activities must be between 1 and 10000, but is 100000.",
				"holdfast.workers.mail.max-concurrent-workflow-tasks must be between 1 and 10000, but is 0.",
				"holdfast.max-concurrent-transactional-activities must be between 1 and 10000, but is -1.",
				"Change the property holdfast.workers.mail.max-concurrent-activities. It must be between 1 and 10000.");
	}

	@Test
	void areReportedTogetherWithTheirPlaces(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = Files.writeString(directory.resolve("shop.yaml"), """
				holdfast:
				  node-name: " "
				  determinism: perhaps
				  poll-interval: 1 fortnight
				  retention: ${keep.for}
				  payload.max-size: 1GB
				  workflow:
				    max-task-attempts: many
				    fail-on: java.lang.String
				    deadlock-detection-timeout: 10ms
				  workers.mail.max-activities-per-second: 0
				  activities:
				    "[Greetings.greet]":
				      maximum-attempts: -3
				    Greetings.other.start-to-close-timeout: soon
				  encryption:
				    active-key: k2
				    keys.k1: c2VjcmV0
				  leese-duration: 3s
				""");
		assertFails("spring.config.additional-location=" + file, "holdfast.lease-duration=3s");
		assertThat(output)
			.contains("holdfast.node-name must have 1 to 255 characters, but is ' '.",
					"holdfast.determinism must be one of fail, warn, off, but is perhaps.",
					"holdfast.poll-interval must be a duration: 500ms, 30s, 5m, 2h, 7d, but is 1 fortnight.",
					"holdfast.retention must have no placeholder to which no property gives a value, but is"
							+ " ${keep.for}.",
					"holdfast.payload.max-size must be between 1B and 64MB",
					"holdfast.workflow.max-task-attempts must be a whole number, but is many.",
					"holdfast.workflow.fail-on must name classes of exceptions, but is [java.lang.String].",
					"holdfast.workflow.deadlock-detection-timeout must be 0 for never, or at least 100ms, but is 10ms.",
					"holdfast.workers.mail.max-activities-per-second must be between 0.001 and 100000, but is 0.0.",
					"holdfast.activities[Greetings.greet].maximum-attempts must not be negative",
					"holdfast.activities.greetings.other.start-to-close-timeout must be a duration",
					"holdfast.encryption.active-key must be the id of one of the keys [k1]",
					"holdfast.encryption.keys.k1 must be 16, 24 or 32 random bytes as Base64, but is of 6 bytes.",
					"holdfast.encryption.keys.k1=****** comes from",
					"The property holdfast.leese-duration means nothing to Holdfast. Is holdfast.lease-duration meant?",
					"    13. ", "shop.yaml] - 2:14")
			.doesNotContain("    14. ", "c2VjcmV0", "holdfast.lease-duration must");
	}

	@Test
	void keysOfWrongLengths(CapturedOutput output) {
		assertFails("holdfast.encryption.active-key=k1", "holdfast.encryption.keys.k1=AAAA",
				"holdfast.encryption.keys.k2=not Base64");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"holdfast.encryption.keys.k1 must be 16, 24 or 32 random bytes as Base64, but is of 3 bytes.",
				"holdfast.encryption.keys.k2 must be 16, 24 or 32 random bytes as Base64, but is no Base64.",
				"Change the property holdfast.encryption.keys.k1. It must be 16, 24 or 32 random bytes as Base64.");
		assertThat(output).doesNotContain("AAAA");
	}

}
