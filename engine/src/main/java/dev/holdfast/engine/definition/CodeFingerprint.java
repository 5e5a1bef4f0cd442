package dev.holdfast.engine.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.Type;

/**
 * What tells the code of one build of a workflow from that of another: a digest of the
 * bytecode of its class and of all that it names, directly or not, in the same place of
 * the class path, which is the code of the application.
 */
final class CodeFingerprint {

	/** The tag of a class in the constant pool. */
	private static final int CONSTANT_CLASS = 7;

	private static final int MOST_CLASSES = 20_000;

	private static final String SUFFIX = ".class";

	private final Class<?> root;

	private final @Nullable ClassLoader classLoader;

	private CodeFingerprint(Class<?> root) {
		this.root = root;
		this.classLoader = root.getClassLoader();
	}

	/** That of a class; empty if its bytecode is not to be had, in a native image say. */
	static Optional<String> of(Class<?> root) {
		try {
			return new CodeFingerprint(root).digest();
		}
		catch (IOException | UncheckedIOException ex) {
			return Optional.empty();
		}
	}

	/** That of several classes together; empty if one of them has none. */
	static Optional<String> ofAll(List<Class<?>> roots) {
		if (roots.size() == 1) {
			return of(roots.get(0));
		}
		MessageDigest digest = sha256();
		for (Class<?> root : roots) {
			Optional<String> one = of(root);
			if (one.isEmpty()) {
				return one;
			}
			digest.update(one.get().getBytes(StandardCharsets.UTF_8));
		}
		return Optional.of(HexFormat.of().formatHex(digest.digest()));
	}

	private Optional<String> digest() throws IOException {
		String first = Type.getInternalName(this.root);
		URL place = url(first);
		if (place == null) {
			return Optional.empty();
		}
		String prefix = place.toString().substring(0, place.toString().length() - (first + SUFFIX).length());
		TreeMap<String, byte[]> found = new TreeMap<>();
		Set<String> seen = new TreeSet<>(Set.of(first));
		Deque<String> next = new ArrayDeque<>(seen);
		while (!next.isEmpty() && found.size() < MOST_CLASSES) {
			String name = next.remove();
			URL url = url(name);
			if (url == null || !url.toString().equals(prefix + name + SUFFIX)) {
				continue;
			}
			byte[] bytecode = read(url);
			found.put(name, bytecode);
			for (String named : namedIn(bytecode)) {
				if (seen.add(named)) {
					next.add(named);
				}
			}
		}
		MessageDigest digest = sha256();
		digest.update(first.getBytes(StandardCharsets.UTF_8));
		found.values().forEach(digest::update);
		return Optional.of(HexFormat.of().formatHex(digest.digest()));
	}

	private @Nullable URL url(String name) {
		return (this.classLoader != null) ? this.classLoader.getResource(name + SUFFIX) : null;
	}

	private static byte[] read(URL url) throws IOException {
		try (InputStream stream = url.openStream()) {
			return stream.readAllBytes();
		}
	}

	/** The classes in its constant pool, and those of the elements of arrays. */
	private static Set<String> namedIn(byte[] bytecode) {
		ClassReader reader = new ClassReader(bytecode);
		char[] buffer = new char[reader.getMaxStringLength()];
		Set<String> named = new TreeSet<>();
		for (int i = 1; i < reader.getItemCount(); i++) {
			int offset = reader.getItem(i);
			if (offset > 0 && reader.readByte(offset - 1) == CONSTANT_CLASS) {
				Type type = Type.getObjectType(reader.readUTF8(offset, buffer));
				Type element = (type.getSort() == Type.ARRAY) ? type.getElementType() : type;
				if (element.getSort() == Type.OBJECT) {
					named.add(element.getInternalName());
				}
			}
		}
		return named;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
