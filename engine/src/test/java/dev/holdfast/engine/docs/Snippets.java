package dev.holdfast.engine.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code blocks of a page that stand below {@code <!-- snippet: name -->}, and sources that
 * are made of them. A source consists of top-level types, each of which ends with a brace
 * in the first column.
 */
final class Snippets {

	private static final Pattern BLOCK = Pattern.compile("<!-- snippet: (\\S+) -->\n```\\w+\n(.*?)```\n",
			Pattern.DOTALL);

	private static final Pattern TYPE = Pattern
		.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface) (\\w+)");

	private static final String IMPORTS = """
			import dev.holdfast.activity.*;
			import dev.holdfast.client.*;
			import dev.holdfast.workflow.*;
			import java.time.Duration;
			import java.util.*;
			import org.springframework.core.ParameterizedTypeReference;
			""";

	private final Map<String, String> blocks = new TreeMap<>();

	private final List<Path> sources = new ArrayList<>();

	private final Path directory;

	private final URLClassLoader classes;

	/**
	 * Reads a page.
	 * @param page the page
	 * @param directory where sources and classes are written to
	 */
	Snippets(Path page, Path directory) {
		this.directory = directory;
		try {
			Matcher block = BLOCK.matcher(Files.readString(page));
			while (block.find()) {
				this.blocks.put(block.group(1), block.group(2));
			}
			this.classes = new URLClassLoader(new URL[] { directory.toUri().toURL() }, Snippets.class.getClassLoader());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The names of all blocks. */
	List<String> names() {
		return List.copyOf(this.blocks.keySet());
	}

	/** A block as it stands on the page. */
	String block(String name) {
		assertThat(this.blocks).containsKey(name);
		return this.blocks.get(name);
	}

	/** Adds top-level types to a package of the given name. */
	void add(String packageName, String types) {
		for (String type : types.split("(?m)(?<=^}\n)")) {
			Matcher name = TYPE.matcher(type);
			if (name.find()) {
				write(this.directory.resolve(packageName).resolve(name.group(1) + ".java"),
						"package " + packageName + ";\n" + IMPORTS + type);
			}
		}
	}

	private void write(Path file, String text) {
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.sources.add(file);
	}

	/** Compiles all that was added. */
	void compile() {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		boolean compiled = compiler
			.getTask(messages, null, null,
					List.of("-parameters", "-proc:none", "-d", this.directory.toString(), "-cp",
							System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
					null, compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(this.sources))
			.call();
		assertThat(compiled).as(messages.toString()).isTrue();
	}

	/** A compiled type. */
	Class<?> type(String packageName, String name) {
		try {
			return Class.forName(packageName + "." + name, true, this.classes);
		}
		catch (ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

}
