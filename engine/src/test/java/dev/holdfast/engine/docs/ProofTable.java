package dev.holdfast.engine.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page with tables that say of each row, by number, what follows and which tests prove
 * it.
 */
final class ProofTable {

	private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Tests|IT))#(\\w+)`");

	private final Path project = project();

	private final String page;

	ProofTable(String page) {
		this.page = page;
	}

	/** The tests that the page names and that do not exist. */
	List<String> missingTests() throws IOException {
		Map<String, Path> sources = testSources();
		List<String> missing = new ArrayList<>();
		Matcher named = TEST.matcher(text());
		while (named.find()) {
			Path source = sources.get(named.group(1));
			if (source == null || !hasTest(Files.readString(source), named.group(2))) {
				missing.add(named.group());
			}
		}
		return missing;
	}

	/** The numbers of the rows, each of which is complete and names a test. */
	List<String> rows(Pattern number) throws IOException {
		List<String> numbers = new ArrayList<>();
		for (String line : text().lines().toList()) {
			String[] cells = line.split("\\|");
			if (cells.length > 1 && number.matcher(cells[1].strip()).matches()) {
				numbers.add(cells[1].strip());
				assertThat(cells).as(line).hasSize(5).noneMatch((cell) -> cell != cells[0] && cell.isBlank());
				assertThat(TEST.matcher(cells[4]).find()).as("a test in: " + line).isTrue();
			}
		}
		return numbers;
	}

	private String text() throws IOException {
		return Files.readString(this.project.resolve(this.page));
	}

	private Map<String, Path> testSources() throws IOException {
		Map<String, Path> sources = new TreeMap<>();
		try (Stream<Path> modules = Files.list(this.project)) {
			for (Path module : modules.filter((path) -> Files.isDirectory(path.resolve("src/test/java"))).toList()) {
				try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
					files.filter((file) -> file.toString().endsWith(".java"))
						.forEach((file) -> sources.put(file.getFileName().toString().replace(".java", ""), file));
				}
			}
		}
		return sources;
	}

	private static boolean hasTest(String source, String method) {
		String values = "(?:\\((?:[^()\"]|\"[^\"]*\")*+\\))?";
		return Pattern
			.compile("@(?:EngineTest|Test|ParameterizedTest|TestFactory)\\b" + values + "(?:\\s*@\\w+" + values
					+ ")*+\\s+[\\w<>]+\\s+" + method + "\\(")
			.matcher(source)
			.find();
	}

	private static Path project() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("docs")) || !Files.exists(directory.resolve("README.md"))) {
			directory = directory.getParent();
		}
		return directory;
	}

}
