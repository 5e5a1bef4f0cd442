package dev.holdfast.engine.sandbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.WorkflowMethod;

import org.springframework.asm.Type;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * Annotations that say that the engine calls a method: its own, and those of applications
 * that carry one of these.
 */
final class EntryAnnotations {

	private static final List<String> OWN = List.of(WorkflowMethod.class.getName(), SignalMethod.class.getName(),
			QueryMethod.class.getName(), UpdateMethod.class.getName(), UpdateValidatorMethod.class.getName());

	private final MetadataReaderFactory reader;

	private final Map<String, Boolean> known = new HashMap<>();

	EntryAnnotations(ClassLoader classLoader) {
		this.reader = new SimpleMetadataReaderFactory(new DefaultResourceLoader(classLoader));
	}

	/** Whether an annotation is one of them, by its descriptor. */
	boolean contains(String descriptor) {
		return this.known.computeIfAbsent(descriptor, (key) -> isEntry(Type.getType(key).getClassName()));
	}

	private boolean isEntry(String annotation) {
		return OWN.contains(annotation) || (!annotation.startsWith("java.") && carriesOne(annotation));
	}

	/** One whose bytecode is not there is not seen by reflection either. */
	private boolean carriesOne(String annotation) {
		try {
			AnnotationMetadata carried = this.reader.getMetadataReader(annotation).getAnnotationMetadata();
			return OWN.stream().anyMatch(carried::isAnnotated);
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

}
