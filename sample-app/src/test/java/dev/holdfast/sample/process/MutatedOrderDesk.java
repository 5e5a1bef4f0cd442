package dev.holdfast.sample.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.springframework.util.FileSystemUtils;

/** The packaged order desk, with other words in some classes of the engine. */
final class MutatedOrderDesk {

	private static final int CONSTANT = 1;

	private final Path directory;

	/** Unpacks the packaged order desk. */
	MutatedOrderDesk(Path directory) throws IOException {
		this.directory = directory;
		FileSystemUtils.deleteRecursively(directory);
		try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(OrderDeskProcess.jar()))) {
			for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
				Path file = directory.resolve(entry.getName());
				if (!entry.isDirectory() && entry.getName().startsWith("BOOT-INF/")) {
					Files.createDirectories(file.getParent());
					Files.copy(jar, file);
				}
			}
		}
	}

	/**
	 * Changes string constants of a class.
	 * @param constants what each is to be in place of what it is
	 */
	MutatedOrderDesk change(Class<?> type, Map<String, String> constants) throws IOException {
		String name = type.getName().replace('.', '/') + ".class";
		try (InputStream original = type.getClassLoader().getResourceAsStream(name)) {
			byte[] bytes = original.readAllBytes();
			for (Map.Entry<String, String> constant : constants.entrySet()) {
				bytes = replace(bytes, constant(constant.getKey()), constant(constant.getValue()));
			}
			Path file = this.directory.resolve("changed").resolve(name);
			Files.createDirectories(file.getParent());
			Files.write(file, bytes);
		}
		return this;
	}

	/** A string as a class file has it: a mark, two bytes of length, the characters. */
	private static byte[] constant(String text) {
		byte[] characters = text.getBytes(StandardCharsets.US_ASCII);
		ByteArrayOutputStream constant = new ByteArrayOutputStream();
		constant.write(CONSTANT);
		constant.write(characters.length >> 8);
		constant.write(characters.length);
		constant.writeBytes(characters);
		return constant.toByteArray();
	}

	private static byte[] replace(byte[] bytes, byte[] from, byte[] to) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		String wanted = new String(from, StandardCharsets.ISO_8859_1);
		if (!text.contains(wanted)) {
			throw new IllegalStateException("There is no such constant: " + wanted);
		}
		return text.replace(wanted, new String(to, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
	}

	/** What Java is told to run. */
	List<String> program() {
		String path = String.join(System.getProperty("path.separator"), this.directory.resolve("changed").toString(),
				this.directory.resolve("BOOT-INF/classes").toString(),
				this.directory.resolve("BOOT-INF/lib").resolve("*").toString());
		return List.of("-cp", path, "dev.holdfast.sample.SampleApplication");
	}

}
