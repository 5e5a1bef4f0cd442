package dev.holdfast.autoconfigure;

import java.io.File;
import java.io.IOException;
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
import org.springframework.context.aot.AbstractAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose beans were prepared when it was built. */
class AheadOfTimeTests {

	@Test
	void runsWithWhatWasGenerated(@TempDir Path directory) throws Exception {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectories(directory.resolve("classes"));
		AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(directory.resolve("resources"))
			.classOutput(classes)
			.groupId("shop")
			.artifactId("shop")
			.build();
		new SpringApplicationAotProcessor(AheadOfTimeShop.class, settings, AheadOfTimeShop.ARGUMENTS).process();
		compile(sources, classes);
		assertThat(classes.resolve("dev/holdfast/autoconfigure/AheadOfTimeShop__ApplicationContextInitializer.class"))
			.exists();
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
				"-Dspring.aot.enabled=true", "-Dspring.devtools.restart.enabled=false", "-cp",
				classes + File.pathSeparator + directory.resolve("resources") + File.pathSeparator + classPath(),
				AheadOfTimeShop.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		boolean ended = process.waitFor(2, TimeUnit.MINUTES);
		process.destroyForcibly();
		assertThat(Files.readString(directory.resolve("log"))).contains("Hello, ahead of time!");
		assertThat(ended).isTrue();
		assertThat(process.exitValue()).isZero();
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
