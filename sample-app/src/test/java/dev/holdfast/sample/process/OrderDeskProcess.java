package dev.holdfast.sample.process;

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

import dev.holdfast.sample.OrderDeskClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One life of the packaged order desk: a process of its own, with little memory, that can
 * be killed and frozen.
 */
final class OrderDeskProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/**
	 * 128 and the number of SIGKILL: what a process that had no say in its end leaves.
	 */
	private static final int KILLED = 137;

	private final Process process;

	private final Path log;

	private final OrderDeskClient client;

	private volatile boolean ready;

	private OrderDeskProcess(Process process, Path log, int port) {
		this.process = process;
		this.log = log;
		this.client = new OrderDeskClient(port);
	}

	/**
	 * Starts an order desk and does not wait until it is ready. Its life is too short for
	 * the slower of the compilers.
	 * @param place where it lives, for those that look for its process
	 */
	static OrderDeskProcess start(Path log, Place place, List<String> properties) throws IOException {
		return start(log, place, List.of("-jar", jar().toString()), properties);
	}

	/**
	 * Starts another program in place of the packaged one.
	 * @param program what Java is told to run
	 */
	static OrderDeskProcess start(Path log, Place place, List<String> program, List<String> properties)
			throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(place.command());
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(program);
		command.add("--server.port=" + port);
		properties.forEach((property) -> command.add("--" + property));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		return new OrderDeskProcess(process, log, port);
	}

	/** The packaged application. */
	static Path jar() {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files
				.filter((file) -> file.getFileName()
					.toString()
					.matches("holdfast-sample-app-[0-9.]+[^-]*(-SNAPSHOT)?\\.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(
						"There is no packaged application in target. Run: mvn package"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
			if (!isAlive()) {
				throw new AssertionError("The order desk ended with " + this.process.exitValue() + ":\n" + logTail());
			}
			if (isReady()) {
				return;
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
		throw new AssertionError("The order desk was not ready within " + PATIENCE + ":\n" + logTail());
	}

	/** Whether it has ever answered that it is ready. */
	boolean isReady() {
		if (!this.ready) {
			try {
				this.ready = this.client.get("/actuator/health/readiness").status() == 200;
			}
			catch (IOException ex) {
				return false;
			}
		}
		return this.ready;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** Kills it with SIGKILL: no shutdown hook runs, nothing is flushed. */
	void kill() throws InterruptedException {
		assertThat(this.process.isAlive()).as(() -> "The order desk ended by itself:\n" + logTail()).isTrue();
		destroy();
		assertThat(this.process.waitFor()).as("exit status").isEqualTo(KILLED);
	}

	/** Stops it with SIGSTOP: it keeps all it has, and does nothing. */
	void freeze() throws IOException, InterruptedException {
		signal("STOP");
	}

	/** Lets it go on with SIGCONT; it does not know that time has passed. */
	void thaw() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(java().pid())).inheritIO().start();
		assertThat(kill.waitFor()).as("exit status of kill -" + name).isZero();
	}

	/** The process of Java, which may be a child of the one that was started. */
	private ProcessHandle java() {
		return this.process.children().findFirst().orElse(this.process.toHandle());
	}

	private void destroy() {
		ProcessHandle java = java();
		java.destroyForcibly();
		this.process.destroyForcibly();
		java.onExit().join();
	}

	List<String> logLines() {
		try {
			return Files.readAllLines(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String logTail() {
		List<String> lines = logLines();
		return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
	}

	@Override
	public void close() {
		if (isAlive()) {
			destroy();
		}
		this.process.onExit().join();
	}

}
