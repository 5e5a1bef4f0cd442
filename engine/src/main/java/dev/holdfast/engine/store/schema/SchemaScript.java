package dev.holdfast.engine.store.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.springframework.core.io.ClassPathResource;

/**
 * One versioned script.
 *
 * @param version what version the schema has after it
 * @param location where it is on the class path
 * @param text what it says, with line feeds only
 */
record SchemaScript(int version, String location, String text) {

	/** The names of all scripts: listed, since not every class path can be searched. */
	static final List<String> NAMES = List.of("V1__holdfast.sql");

	/** All scripts for a kind of database, in the order of their versions. */
	static List<SchemaScript> all(DatabaseKind kind) {
		return NAMES.stream().map((name) -> load(kind.scriptFolder() + name)).toList();
	}

	static SchemaScript load(String location) {
		String name = location.substring(location.lastIndexOf('/') + 1);
		int version = Integer.parseInt(name.substring(1, name.indexOf("__")));
		try {
			String text = new ClassPathResource(location, SchemaScript.class.getClassLoader())
				.getContentAsString(StandardCharsets.UTF_8);
			return new SchemaScript(version, location, text.replace("\r\n", "\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("classpath:" + location + " cannot be read; is the jar complete?", ex);
		}
	}

	String name() {
		return this.location.substring(this.location.lastIndexOf('/') + 1);
	}

	/** The SHA-256 of the text, in hexadecimal digits. */
	String checksum() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest(this.text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
