package dev.holdfast.engine.store.schema;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;

import com.zaxxer.hikari.HikariDataSource;
import org.h2.Driver;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Why an H2 file does not open is said in words that help. */
class H2FileProblemTests {

	@TempDir
	Path directory;

	@Test
	void otherProcessHasTheFileOpen() throws Exception {
		String h2 = Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		String tests = Path.of(OtherProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI())
			.toString();
		Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				h2 + System.getProperty("path.separator") + tests, OtherProcess.class.getName(), url())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (InputStream output = other.getInputStream()) {
			assertThat(output.read()).isEqualTo('!');
			assertThatExceptionOfType(UnsupportedDatabaseException.class)
				.isThrownBy(() -> DatabaseKind.of(Databases.h2(this.directory + "/app")))
				.withMessageContainingAll("Another process has the H2 database " + file() + " open.",
						"several nodes need PostgreSQL");
			try (HikariDataSource pool = new HikariDataSource()) {
				pool.setJdbcUrl(url());
				pool.setUsername("sa");
				assertThatExceptionOfType(UnsupportedDatabaseException.class).isThrownBy(() -> DatabaseKind.of(pool))
					.withMessageContaining("several nodes need PostgreSQL");
				assertThat(H2FileProblem.in(catchThrowable(pool::getConnection))).contains(H2FileProblem.IN_USE);
			}
		}
		finally {
			other.destroyForcibly().waitFor();
		}
		assertThat(DatabaseKind.of(Databases.h2(this.directory + "/app"))).isEqualTo(DatabaseKind.H2);
	}

	@Test
	void otherVersionWroteTheFile() throws Exception {
		create();
		inEachHeader("format:3", "format:1");
		byte[] before = Files.readAllBytes(file());
		assertThatExceptionOfType(UnsupportedDatabaseException.class)
			.isThrownBy(() -> DatabaseKind.of(Databases.h2(this.directory + "/app")))
			.withMessageContainingAll(file().toString(), "org.h2.tools.Script", "org.h2.tools.RunScript");
		assertThat(Files.readAllBytes(file())).isEqualTo(before);
	}

	@Test
	void fileIsDamaged() throws Exception {
		create();
		byte[] bytes = Files.readAllBytes(file());
		Arrays.fill(bytes, 0, 4096 * 2, (byte) 'x');
		Files.write(file(), bytes);
		assertThatExceptionOfType(UnsupportedDatabaseException.class)
			.isThrownBy(() -> DatabaseKind.of(Databases.h2(this.directory + "/app")))
			.withMessageContainingAll("database " + file() + " is damaged", "org.h2.tools.Recover");
		assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
	}

	@Test
	void otherFailuresAreNone() {
		assertThat(H2FileProblem.in(new IllegalStateException(new SQLException("no", "90030", 7)))).isEmpty();
	}

	private void create() throws Exception {
		Databases.execute(Databases.h2(this.directory + "/app"), "create table t (i integer)",
				"insert into t select x from system_range(1, 10000)");
	}

	private String url() {
		return "jdbc:h2:" + this.directory + "/app";
	}

	private Path file() {
		return this.directory.resolve("app.mv.db");
	}

	/** Changes the two headers of a file and their checksums. */
	private void inEachHeader(String old, String replacement) throws Exception {
		try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
			for (int block = 0; block < 2; block++) {
				byte[] header = new byte[4096];
				file.seek(block * 4096L);
				file.readFully(header);
				String text = new String(header, StandardCharsets.ISO_8859_1).replace(old, replacement);
				int end = text.lastIndexOf(",fletcher:");
				byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
				String checksum = "%08x".formatted(DataUtils.getFletcher32(bytes, 0, end)).replaceFirst("^0+", "");
				text = text.substring(0, end) + ",fletcher:" + checksum + "\n"
						+ text.substring(text.indexOf('\n', end) + 1);
				file.seek(block * 4096L);
				file.write(Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 4096));
			}
		}
	}

	/** Opens a database and keeps it open until it is killed, or whoever began it is. */
	static final class OtherProcess {

		private OtherProcess() {
		}

		public static void main(String[] arguments) throws Exception {
			try (var connection = DriverManager.getConnection(arguments[0], "sa", "")) {
				System.out.print(connection.isValid(1) ? '!' : '?');
				System.out.flush();
				System.in.read();
			}
		}

	}

}
