package dev.holdfast.engine.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Code in the documentation is code that is compiled and run. */
class IncludedCodeTests {

	private static final String SOURCE = """
			class Example {
				void run() {
					// tag::call[]


					first(() -> {
						// tag::inner[]
						second();
						// end::inner[]
					});

					// end::call[]
				}
			}
			""";

	@TempDir
	private Path root;

	@TestFactory
	Stream<DynamicTest> everyBlockIsWhatItsSourceIs() {
		Path project = project();
		return IncludedCode.pages(project)
			.stream()
			.map((page) -> DynamicTest.dynamicTest(project.relativize(page).toString(),
					() -> IncludedCode.in(page).forEach((code) -> code.check(project))));
	}

	@TestFactory
	Stream<DynamicTest> everyBlockOfJavaComesFromASource() {
		Path project = project();
		return IncludedCode.pages(project)
			.stream()
			.map((page) -> DynamicTest.dynamicTest(project.relativize(page).toString(),
					() -> assertThat(IncludedCode.javaOfNoSource(page)).isEmpty()));
	}

	@Test
	void findsJavaThatComesFromNoSource() throws IOException {
		Path page = this.root.resolve("README.md");
		Files.writeString(page, """
				<!-- include: Example.java#call -->
				```java
				first();
				```

				<!-- snippet: second -->
				```java
				second();
				```

				```yaml
				third: 3
				```

				```java
				fourth();
				```
				""");
		assertThat(IncludedCode.javaOfNoSource(page))
			.containsExactly(page + ":15: there is no marker above this block");
	}

	static Path project() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("docs")) || !Files.exists(directory.resolve("README.md"))) {
			directory = directory.getParent();
		}
		return directory;
	}

	private void check(String page) throws IOException {
		Files.writeString(this.root.resolve("Example.java"), SOURCE);
		Files.createDirectories(this.root.resolve("docs/reference"));
		Files.writeString(this.root.resolve("docs/reference/page.md"), page);
		List<Path> pages = IncludedCode.pages(this.root);
		assertThat(pages).hasSize(1);
		List<IncludedCode> found = IncludedCode.in(pages.get(0));
		assertThat(found).hasSize(1);
		found.get(0).check(this.root);
	}

	@Test
	void takesTheRegionWithoutIndentationAndWithoutTags() throws IOException {
		check("""
				Text.

				<!-- include: Example.java#call -->
				```java
				first(() -> {
				    second();
				});
				```
				""");
		check("""
				<!-- include: Example.java#inner -->
				```java
				second();
				```
				""");
	}

	@Test
	void namesTheLineThatDiffersAndSaysWhatTheBlockShouldBe() {
		assertThatThrownBy(() -> check("""
				<!-- include: Example.java#call -->
				```java
				first(() -> {
				    third();
				});
				```
				""")).isInstanceOf(AssertionError.class)
			.hasMessageContaining("page.md:1:")
			.hasMessageContaining("line 2 of the block\n  is:            third();\n  should be:     second();")
			.hasMessageContaining("first(() -> {\n    second();\n});");
	}

	@Test
	void refusesUnknownTagsAndFiles() {
		assertThatThrownBy(() -> check("<!-- include: Example.java#other -->\n```java\n```\n"))
			.hasMessageContaining("Example.java has no tag 'other'");
		assertThatThrownBy(() -> check("<!-- include: Other.java#call -->\n```java\n```\n"))
			.hasMessageContaining("there is no file Other.java");
	}

	@Test
	void refusesMarkersWithoutABlock() {
		assertThatThrownBy(() -> check("<!-- include: Example.java#call -->\n\n```java\n```\n"))
			.hasMessageContaining("no code block begins");
		assertThatThrownBy(() -> check("<!-- include: Example.java#call -->"))
			.hasMessageContaining("no code block begins");
		assertThatThrownBy(() -> check("<!-- include: Example.java#call -->\n```java\nfirst(() -> {\n"))
			.hasMessageContaining("does not end");
		assertThatThrownBy(() -> check("<!-- include Example.java -->\n```java\n```\n"))
			.hasMessageContaining("not of the form");
	}

}
