package dev.holdfast.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose beans were prepared when it was built. */
class AheadOfTimeTests {

	@Test
	void runsWithWhatWasGenerated(@TempDir Path directory) throws Exception {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectories(directory.resolve("classes"));
		List<String> processor = new ArrayList<>(List.of("-cp", classPath(),
				SpringApplicationAotProcessor.class.getName(), AheadOfTimeShop.class.getName(), sources.toString(),
				directory.resolve("resources").toString(), classes.toString(), "shop", "shop"));
		processor.addAll(List.of(AheadOfTimeShop.ARGUMENTS));
		Path processing = directory.resolve("processing");
		assertThat(run(processing, processor)).as(() -> text(processing)).isZero();
		compile(sources, classes);
		assertThat(classes.resolve("dev/holdfast/autoconfigure/AheadOfTimeShop__ApplicationContextInitializer.class"))
			.exists();
		Path log = directory.resolve("log");
		int exit = run(log,
				List.of("-Dspring.aot.enabled=true", "-Dspring.devtools.restart.enabled=false", "-cp", classes
						+ File.pathSeparator + directory.resolve("resources") + File.pathSeparator + classPath(),
						AheadOfTimeShop.class.getName()));
		assertThat(Files.readString(log)).contains("Hello, ahead of time!");
		assertThat(exit).isZero();
	}

	/**
	 * A process of its own: classes that tests have generated are not to be found in it.
	 */
	private static int run(Path log, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(arguments);
		command.add(0, ProcessHandle.current().info().command().orElseThrow());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		boolean ended = process.waitFor(2, TimeUnit.MINUTES);
		process.destroyForcibly();
		assertThat(ended).as(() -> "ended: " + text(log)).isTrue();
		return process.exitValue();
	}

	private static String text(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static void compile(Path sources, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp",
				classes + File.pathSeparator + classPath(), "-proc:none", "-nowarn", "-parameters"));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(arguments::add);
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
	}

}
