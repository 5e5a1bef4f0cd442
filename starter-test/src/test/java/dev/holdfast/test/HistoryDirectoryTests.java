package dev.holdfast.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Many histories at once. */
class HistoryDirectoryTests {

	private static final Path RECORDED = Path.of("src/test/resources/histories/order.json");

	@TempDir
	Path directory;

	@Test
	void allHistoriesBelowADirectoryAreReplayed() throws IOException {
		Files.copy(RECORDED, this.directory.resolve("one.json"));
		Files.createDirectory(this.directory.resolve("more"));
		Files.copy(RECORDED, this.directory.resolve("more/two.json"));
		Files.writeString(this.directory.resolve("README.md"), "These are histories.");
		assertThat(WorkflowReplayer.replayAll(this.directory, OrderWorkflow.class)).isEqualTo(2);
	}

	@Test
	void eachFileThatDoesNotReplayIsToldOf() throws IOException {
		String history = Files.readString(RECORDED);
		Files.copy(RECORDED, this.directory.resolve("good.json"));
		Files.writeString(this.directory.resolve("changed.json"),
				history.replace("[\"4711\",19.90]", "[\"4711\",20.90]"));
		Files.writeString(this.directory.resolve("foreign.json"), history.replace("OrderWorkflow", "RefundWorkflow"));
		Files.writeString(this.directory.resolve("text.json"), "no history");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> WorkflowReplayer.replayAll(this.directory, OrderWorkflow.class))
			.withMessageStartingWith("3 of 4 histories do not replay:")
			.withMessageContaining("changed.json: Workflow dev.holdfast.test.OrderWorkflow does not match")
			.withMessageContaining(
					"foreign.json: It is of workflow type 'RefundWorkflow', and no workflow of that type")
			.withMessageContaining("text.json: This is no exported history")
			.satisfies((error) -> assertThat(error.getSuppressed()).hasSize(3));
	}

	@Test
	void emptyDirectoryProvesNothing() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WorkflowReplayer.replayAll(this.directory, OrderWorkflow.class))
			.withMessageContaining("There is no history in");
	}

}
