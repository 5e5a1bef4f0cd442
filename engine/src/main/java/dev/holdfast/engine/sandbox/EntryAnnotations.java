package dev.holdfast.engine.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.SpringAsmInfo;

/**
 * Annotations that say that the engine calls a method: its own, and those of applications
 * that carry one of these.
 */
final class EntryAnnotations {

	private static final Set<String> OWN = Set.of("Ldev/holdfast/workflow/WorkflowMethod;",
			"Ldev/holdfast/workflow/SignalMethod;", "Ldev/holdfast/workflow/QueryMethod;",
			"Ldev/holdfast/workflow/UpdateMethod;", "Ldev/holdfast/workflow/UpdateValidatorMethod;");

	private final ClassLoader classLoader;

	private final Map<String, Boolean> known = new HashMap<>();

	EntryAnnotations(ClassLoader classLoader) {
		this.classLoader = classLoader;
		OWN.forEach((descriptor) -> this.known.put(descriptor, true));
	}

	/** Whether an annotation is one of them, by its descriptor. */
	boolean contains(String descriptor) {
		Boolean answer = this.known.get(descriptor);
		if (answer == null) {
			this.known.put(descriptor, false); // annotations may carry each other
			answer = !descriptor.startsWith("Ljava/") && carriedBy(descriptor).stream().anyMatch(this::contains);
			this.known.put(descriptor, answer);
		}
		return answer;
	}

	/** One whose bytecode is not there is not seen by reflection either. */
	private List<String> carriedBy(String descriptor) {
		String name = descriptor.substring(1, descriptor.length() - 1);
		List<String> carried = new ArrayList<>();
		try (InputStream bytes = this.classLoader.getResourceAsStream(name + ".class")) {
			if (bytes != null) {
				new ClassReader(bytes).accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

					@Override
					public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
						carried.add(annotation);
						return null;
					}

				}, ClassReader.SKIP_CODE);
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			return List.of();
		}
		return carried;
	}

}
