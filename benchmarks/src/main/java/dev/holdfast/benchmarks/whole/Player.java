package dev.holdfast.benchmarks.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant in its process, as the one who measures sees it. */
final class Player implements AutoCloseable {

	private final String name;

	private final Process process;

	private final PrintStream commands;

	private final BufferedReader answers;

	private boolean fresh = true;

	/**
	 * Starts it and waits until it is ready.
	 * @param java the home of the JDK that it runs on
	 * @param contestant which it is
	 */
	Player(Path java, String contestant, String url) throws IOException {
		this.name = contestant;
		List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-Xmx1g", "-XX:+UseG1GC"));
		command.addAll(List.of(System.getProperty("benchmarks.options." + contestant, "-Xmx1g").split(" ")));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stage.class.getName(), contestant, url));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		this.process = builder.redirectError(Redirect.INHERIT).start();
		this.commands = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
		answer();
	}

	/** Whether it has done nothing yet. */
	boolean isFresh() {
		return this.fresh;
	}

	/** Answers the figures of what is measured. */
	double[] measure(String what) throws IOException {
		this.fresh = false;
		this.commands.println(what);
		return Arrays.stream(answer().split(" ")).mapToDouble(Double::parseDouble).toArray();
	}

	private String answer() throws IOException {
		for (String line = this.answers.readLine(); line != null; line = this.answers.readLine()) {
			if (line.startsWith("= ")) {
				return line.substring(2);
			}
		}
		throw new IllegalStateException("The process of " + this.name + " has ended");
	}

	@Override
	public void close() {
		this.commands.println("end");
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
