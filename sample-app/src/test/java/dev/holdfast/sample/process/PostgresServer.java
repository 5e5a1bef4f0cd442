package dev.holdfast.sample.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** A PostgreSQL that keeps what it has acknowledged, whatever happens to it. */
final class PostgresServer implements DatabaseServer {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Path data;

	private final EmbeddedPostgres server;

	/** Where its programs are. */
	private final Path programs;

	/** Starts one with an empty directory. */
	PostgresServer(Path data) throws IOException {
		FileSystemUtils.deleteRecursively(data);
		this.data = Files.createDirectories(data);
		this.server = EmbeddedPostgres.builder()
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setPGStartupWait(PATIENCE)
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("full_page_writes", "on")
			.setServerConfig("track_commit_timestamp", "on")
			.start();
		this.programs = Path.of(options().get(0)).getParent();
		assertThat(administrator().sql("show fsync").query(String.class).single()).isEqualTo("on");
	}

	/** The command that it was started with. */
	private List<String> options() throws IOException {
		String command = Files.readString(this.data.resolve("postmaster.opts")).strip();
		return List.of(command.replace("\"", "").split(" "));
	}

	@Override
	public String name() {
		return "PostgreSQL";
	}

	@Override
	public int port() {
		return this.server.getPort();
	}

	@Override
	public Database create(String name) {
		administrator().sql("create database " + name).update();
		return new Database(this.server.getJdbcUrl("postgres", name), "postgres", "postgres",
				List.of("spring.profiles.active=postgres"));
	}

	private JdbcClient administrator() {
		return JdbcClient.create(this.server.getPostgresDatabase());
	}

	@Override
	public void stopAtOnce() throws IOException, InterruptedException {
		control("stop", "-m", "immediate");
	}

	@Override
	public void start() throws IOException, InterruptedException {
		List<String> options = options();
		control("start", "-l", this.data.resolve("server.log").toString(), "-o",
				String.join(" ", options.subList(3, options.size())));
	}

	private void control(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			// The server refuses to be root, so it is told that it is nobody.
			command.addAll(List.of("unshare", "--user"));
		}
		command.addAll(List.of(this.programs.resolve("pg_ctl").toString(), "-D", this.data.toString(), "-w", "-s"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD)
			.redirectError(this.data.resolve("control.log").toFile())
			.start();
		assertThat(process.waitFor()).as(() -> "exit status of " + command).isZero();
	}

	@Override
	public int cutConnections(Database database) {
		String name = database.url().replaceFirst(".*/([^?]*).*", "$1");
		return administrator()
			.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = :name")
			.param("name", name)
			.query(Integer.class)
			.single();
	}

	@Override
	public CommitSpotter commitSpotter() {
		return new PostgresCommitSpotter();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
