package dev.holdfast.engine.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/** Reads classes from their bytecode, each once; they are not loaded. */
final class ClassFactsReader {

	private static final Logger logger = LoggerFactory.getLogger(ClassFactsReader.class);

	private static final int API = SpringAsmInfo.ASM_VERSION;

	private static final String SUPPRESSION = "Ldev/holdfast/workflow/SuppressDeterminismCheck;";

	private static final String WORKFLOWS = "dev/holdfast/workflow/Workflows";

	/** What is given to these may do what it likes. */
	private static final Set<String> ASIDE = Set.of("sideEffect", "mutableSideEffect", "unlessReplaying");

	private static final Set<String> FUNCTIONS = Set.of("java/util/function/Supplier", "java/util/function/BiPredicate",
			"java/lang/Runnable");

	private static final Set<String> MAKERS_OF_UNORDERED = Set.of("java/util/Set.of", "java/util/Set.copyOf",
			"java/util/Map.of", "java/util/Map.copyOf", "java/util/Map.ofEntries", "java/util/stream/Collectors.toSet",
			"java/util/stream/Collectors.toUnmodifiableSet", "java/util/stream/Collectors.toMap",
			"java/util/stream/Collectors.toUnmodifiableMap", "java/util/stream/Collectors.groupingBy");

	private final ClassLoader classLoader;

	private final Map<String, @Nullable ClassFacts> read = new HashMap<>();

	private final EntryAnnotations entries;

	ClassFactsReader(ClassLoader classLoader) {
		this.classLoader = classLoader;
		this.entries = new EntryAnnotations(classLoader);
	}

	/** A class, or {@code null} if its bytecode cannot be had. */
	@Nullable ClassFacts read(String name) {
		if (!this.read.containsKey(name)) {
			this.read.put(name, load(name));
		}
		return this.read.get(name);
	}

	private @Nullable ClassFacts load(String name) {
		try (InputStream bytes = this.classLoader.getResourceAsStream(name + ".class")) {
			if (bytes == null) {
				return null;
			}
			FactsVisitor visitor = new FactsVisitor(this.entries);
			new ClassReader(bytes).accept(visitor, ClassReader.SKIP_FRAMES);
			return visitor.facts();
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.warn(
					"Class {} is not checked for what is not deterministic, because its bytecode cannot be read: {}",
					name.replace('/', '.'), ex.toString());
			return null;
		}
	}

	private static final class FactsVisitor extends ClassVisitor {

		private final EntryAnnotations entries;

		private @Nullable ClassFacts facts;

		FactsVisitor(EntryAnnotations entries) {
			super(API);
			this.entries = entries;
		}

		ClassFacts facts() {
			return Objects.requireNonNull(this.facts);
		}

		@Override
		public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName,
				String @Nullable [] interfaces) {
			this.facts = new ClassFacts(name, superName, (interfaces != null) ? List.of(interfaces) : List.of());
		}

		@Override
		public void visitSource(@Nullable String source, @Nullable String debug) {
			facts().sourceFile(source);
		}

		@Override
		public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
			return SUPPRESSION.equals(descriptor) ? new ReasonVisitor(facts()::suppress) : null;
		}

		@Override
		public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature,
				@Nullable Object value) {
			if ((access & Opcodes.ACC_STATIC) != 0 && (access & Opcodes.ACC_FINAL) == 0
					&& (access & Opcodes.ACC_SYNTHETIC) == 0) {
				facts().changeableStatics().add(name);
			}
			return null;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			MethodFacts method = new MethodFacts(name, descriptor, (access & Opcodes.ACC_ABSTRACT) != 0);
			facts().add(method);
			return new StepsVisitor(this.entries, facts(), method, (access & Opcodes.ACC_SYNCHRONIZED) != 0);
		}

	}

	private static final class ReasonVisitor extends AnnotationVisitor {

		private final Consumer<String> found;

		ReasonVisitor(Consumer<String> found) {
			super(API);
			this.found = found;
		}

		@Override
		public void visit(String name, Object value) {
			this.found.accept(value.toString());
		}

	}

	private static final class StepsVisitor extends MethodVisitor {

		private final EntryAnnotations entries;

		private final ClassFacts owner;

		private final MethodFacts method;

		private final boolean isSynchronized;

		private int line;

		StepsVisitor(EntryAnnotations entries, ClassFacts owner, MethodFacts method, boolean isSynchronized) {
			super(API);
			this.entries = entries;
			this.owner = owner;
			this.method = method;
			this.isSynchronized = isSynchronized;
		}

		@Override
		public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
			if (this.entries.contains(descriptor)) {
				this.method.foundEntry();
			}
			return SUPPRESSION.equals(descriptor) ? new ReasonVisitor(this.method::suppress) : null;
		}

		@Override
		public void visitLineNumber(int number, Label start) {
			this.line = number;
			if (this.method.firstLine() == 0 && this.isSynchronized) {
				this.method.steps().add(new Step.Monitor(number));
			}
			this.method.line(number);
		}

		@Override
		public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean isInterface) {
			if (type.equals(WORKFLOWS) && ASIDE.contains(name)) {
				leaveAside(descriptor);
			}
			if (MAKERS_OF_UNORDERED.contains(type + "." + name)) {
				this.owner.foundUnordered();
			}
			boolean exact = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
			this.method.steps().add(new Step.Call(type, name, descriptor, exact, this.line));
		}

		/** What was made to be given to this call is not run by the workflow as such. */
		private void leaveAside(String descriptor) {
			int functions = 0;
			for (Type argument : Type.getArgumentTypes(descriptor)) {
				if (argument.getSort() == Type.OBJECT && FUNCTIONS.contains(argument.getInternalName())) {
					functions++;
				}
			}
			List<Step> steps = this.method.steps();
			for (int i = steps.size() - 1; i >= 0 && functions > 0; i--) {
				if (steps.get(i) instanceof Step.Lambda) {
					steps.remove(i);
					functions--;
				}
			}
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			for (Object argument : arguments) {
				if (argument instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
					this.method.steps()
						.add(new Step.Lambda(handle.getOwner(), handle.getName(), handle.getDesc(), this.line));
				}
			}
		}

		@Override
		public void visitFieldInsn(int opcode, String type, String name, String descriptor) {
			if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
				this.method.steps().add(new Step.StaticField(type, name, opcode == Opcodes.PUTSTATIC, this.line));
			}
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			if (opcode == Opcodes.NEW) {
				if (Rules.isUnordered(type)) {
					this.owner.foundUnordered();
				}
				this.method.steps().add(new Step.NewObject(type, this.line));
			}
		}

		@Override
		public void visitInsn(int opcode) {
			if (opcode == Opcodes.MONITORENTER) {
				this.method.steps().add(new Step.Monitor(this.line));
			}
		}

	}

}
