package dev.holdfast.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One life of the packaged order desk: a process of its own, with little memory, that can
 * be killed.
 */
class OrderDeskProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/**
	 * 128 and the number of SIGKILL: what a process that had no say in its end leaves.
	 */
	private static final int KILLED = 137;

	private final Process process;

	private final Path log;

	private final OrderDeskClient client;

	private OrderDeskProcess(Process process, Path log, int port) {
		this.process = process;
		this.log = log;
		this.client = new OrderDeskClient(port);
	}

	/**
	 * Starts an order desk and does not wait until it is ready. Its life is too short for
	 * the slower of the compilers.
	 */
	static OrderDeskProcess start(Path log, List<String> properties) throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-jar", jar().toString(), "--server.port=" + port));
		properties.forEach((property) -> command.add("--" + property));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		return new OrderDeskProcess(process, log, port);
	}

	private static Path jar() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files
				.filter((file) -> file.getFileName()
					.toString()
					.matches("holdfast-sample-app-[0-9.]+[^-]*(-SNAPSHOT)?\\.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(
						"There is no packaged application in target. Run: mvn package"));
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	OrderDeskClient client() {
		return this.client;
	}

	/** Waits until it answers. */
	void awaitReady() throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			if (!this.process.isAlive()) {
				throw new AssertionError("The order desk ended with " + this.process.exitValue() + ":\n" + logTail());
			}
			try {
				if (this.client.get("/actuator/health/readiness").status() == 200) {
					return;
				}
			}
			catch (IOException ex) {
				// not yet
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
		throw new AssertionError("The order desk was not ready within " + PATIENCE + ":\n" + logTail());
	}

	/** Kills it with SIGKILL: no shutdown hook runs, nothing is flushed. */
	void kill() throws InterruptedException {
		assertThat(this.process.isAlive()).as(() -> "The order desk ended by itself:\n" + logTail()).isTrue();
		this.process.destroyForcibly();
		assertThat(this.process.waitFor()).as("exit status").isEqualTo(KILLED);
	}

	String logTail() {
		try {
			List<String> lines = Files.readAllLines(this.log);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

}
