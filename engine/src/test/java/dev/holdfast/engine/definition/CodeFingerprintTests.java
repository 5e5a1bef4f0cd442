package dev.holdfast.engine.definition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

class CodeFingerprintTests {

	@TempDir
	private Path classes;

	@Test
	void isThatOfTheSameCodeWhereverItIs() throws Exception {
		write("Root", "Helper", 1);
		write("Helper", "java/lang/Object", 1);
		Optional<String> one = fingerprint();
		assertThat(one).isPresent();
		assertThat(fingerprint()).isEqualTo(one);
	}

	@Test
	void changesWithWhatTheClassUses() throws Exception {
		write("Root", "Helper", 1);
		write("Helper", "Deep", 1);
		write("Deep", "java/lang/Object", 1);
		Optional<String> before = fingerprint();
		write("Deep", "java/lang/Object", 2);
		assertThat(fingerprint()).isNotEqualTo(before);
		write("Deep", "java/lang/Object", 1);
		assertThat(fingerprint()).isEqualTo(before);
	}

	@Test
	void leavesOutWhatItDoesNotUse() throws Exception {
		write("Root", "java/lang/Object", 1);
		write("Other", "java/lang/Object", 1);
		Optional<String> before = fingerprint();
		write("Other", "java/lang/Object", 2);
		assertThat(fingerprint()).isEqualTo(before);
	}

	@Test
	void isOfTheClassItself() {
		assertThat(CodeFingerprint.of(CodeFingerprintTests.class)).isPresent()
			.isNotEqualTo(CodeFingerprint.of(MessageMethodsTests.class));
	}

	@Test
	void isNotThereWithoutBytecode() {
		ClassLoader without = new OverridingClassLoader(getClass().getClassLoader()) {

			@Override
			public URL getResource(String name) {
				return name.endsWith(".class") ? null : super.getResource(name);
			}

			@Override
			protected InputStream openStreamForClass(String name) {
				return new ByteArrayInputStream(bytecode(name.replace('.', '/'), "java/lang/Object", 1));
			}

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.equals("Root");
			}

		};
		assertThat(CodeFingerprint.of(load(without))).isEmpty();
	}

	private Optional<String> fingerprint() throws IOException {
		try (java.net.URLClassLoader loader = new java.net.URLClassLoader(new URL[] { this.classes.toUri().toURL() })) {
			return CodeFingerprint.of(load(loader));
		}
	}

	private static Class<?> load(ClassLoader loader) {
		try {
			return Class.forName("Root", false, loader);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void write(String name, String uses, int value) throws IOException {
		Files.write(this.classes.resolve(name + ".class"), bytecode(name, uses, value));
	}

	/** A class with a field of another class's array type, which it makes. */
	private static byte[] bytecode(String name, String uses, int value) {
		ClassWriter writer = new ClassWriter(0);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
		writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "VALUE", "I", null, value).visitEnd();
		var method = writer.visitMethod(Opcodes.ACC_STATIC, "make", "()Ljava/lang/Object;", null, null);
		method.visitCode();
		method.visitInsn(Opcodes.ICONST_1);
		method.visitTypeInsn(Opcodes.ANEWARRAY, uses);
		method.visitInsn(Opcodes.ARETURN);
		method.visitMaxs(1, 0);
		method.visitEnd();
		writer.visitEnd();
		return writer.toByteArray();
	}

}
