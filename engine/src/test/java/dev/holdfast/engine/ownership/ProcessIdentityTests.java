package dev.holdfast.engine.ownership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessIdentityTests {

	private final ProcessIdentity self = new ProcessIdentity("machine", 100, 5000);

	@TempDir
	private Path processes;

	@BeforeEach
	void firstProcess() throws IOException {
		process(1, "init", "S", 3);
	}

	@Test
	void aProcessThatIsThereIsNotGone() throws IOException {
		process(200, "java", "S", 7000);
		assertThat(knowsToBeGone(200, 7000)).isFalse();
	}

	@Test
	void nameOfAProgramIsNoField() throws IOException {
		process(200, "a) Z 1 (b", "R", 7000);
		assertThat(knowsToBeGone(200, 7000)).isFalse();
	}

	@Test
	void aProcessThatIsNotThereIsGone() {
		assertThat(knowsToBeGone(200, 7000)).isTrue();
	}

	@Test
	void anotherProcessMayHaveItsNumber() throws IOException {
		process(200, "java", "S", 7001);
		assertThat(knowsToBeGone(200, 7000)).isTrue();
	}

	@Test
	void oneThatNobodyHasWaitedForIsGone() throws IOException {
		process(200, "java", "Z", 7000);
		assertThat(knowsToBeGone(200, 7000)).isTrue();
	}

	@Test
	void whoMayNotSeeOthersDoesNotJudgeThem() throws IOException {
		Files.delete(this.processes.resolve("1/stat"));
		assertThat(knowsToBeGone(200, 7000)).isFalse();
	}

	@Test
	void nobodyJudgesThoseOfOtherMachines() {
		assertThat(this.self.knowsToBeGone(new ProcessIdentity("other", 200, 7000), this.processes)).isFalse();
		assertThat(new ProcessIdentity("", 1, 1).knowsToBeGone(new ProcessIdentity("", 200, 7000), this.processes))
			.isFalse();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void tellsThisProcessFromOneThatHasEnded() throws Exception {
		ProcessIdentity current = ProcessIdentity.current();
		assertThat(ProcessIdentity.parse(current.stored())).isEqualTo(current);
		assertThat(current.knowsToBeGone(ProcessIdentity.current())).isFalse();
		Process ended = new ProcessBuilder("true").start();
		ended.waitFor();
		assertThat(current.knowsToBeGone(new ProcessIdentity(current.machine(), ended.pid(), 1))).isTrue();
	}

	private boolean knowsToBeGone(long pid, long startedAt) {
		return this.self.knowsToBeGone(new ProcessIdentity("machine", pid, startedAt), this.processes);
	}

	private void process(long pid, String program, String state, long startedAt) throws IOException {
		Path directory = Files.createDirectories(this.processes.resolve(Long.toString(pid)));
		Files.writeString(directory.resolve("stat"), pid + " (" + program + ") " + state
				+ " 1 1 1 0 -1 4194560 1 0 0 0 10 5 0 0 20 0 30 0 " + startedAt + " 1000 200 18446744073709551615\n");
	}

}
