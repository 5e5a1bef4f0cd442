package dev.holdfast.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that devtools restart, with classes of another loader. */
class DevtoolsTests {

	@Test
	void workGoesOnAfterARestart(@TempDir Path directory) throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				RestartedShop.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		boolean ended = process.waitFor(2, TimeUnit.MINUTES);
		process.destroyForcibly();
		assertThat(Files.readString(directory.resolve("log")))
			.contains("restartedMain", "Hello, start 1!", "Hello, start 2!")
			.doesNotContain("ClassCastException");
		assertThat(ended).isTrue();
		assertThat(process.exitValue()).isZero();
	}

}
