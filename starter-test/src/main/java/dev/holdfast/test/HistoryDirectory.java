package dev.holdfast.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.workflow.DynamicWorkflow;
import dev.holdfast.workflow.Workflow;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.StringUtils;

/**
 * Exported histories in files.
 *
 * @param directory where they are, or in directories below
 * @param classes workflows, and what else they need
 */
record HistoryDirectory(Path directory, List<Class<?>> classes) {

	/**
	 * Replays all of them; answers how many.
	 * @throws AssertionError that tells of all that do not replay
	 */
	int replayAll(WorkflowReplayer.Surrounded replayer) {
		List<Path> files = files();
		if (files.isEmpty()) {
			throw new IllegalArgumentException("There is no history in " + this.directory.toAbsolutePath()
					+ ": no file whose name ends with .json");
		}
		Map<String, Throwable> failed = new LinkedHashMap<>();
		for (Path file : files) {
			try {
				WorkflowHistory history = WorkflowHistories.fromJson(Files.readString(file));
				replayer.replay(workflow(history.execution().workflowType()), history,
						this.classes.toArray(Class<?>[]::new));
			}
			catch (IOException | RuntimeException | AssertionError ex) {
				failed.put(this.directory.relativize(file).toString(), ex);
			}
		}
		if (!failed.isEmpty()) {
			throw failure(failed, files.size());
		}
		return files.size();
	}

	private List<Path> files() {
		try (Stream<Path> all = Files.walk(this.directory)) {
			return all.filter((file) -> file.toString().endsWith(".json") && Files.isRegularFile(file))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The directory " + this.directory.toAbsolutePath() + " cannot be read", ex);
		}
	}

	/** The class of a type, or else that of any type. */
	private Class<?> workflow(String type) {
		Class<?> any = null;
		for (Class<?> candidate : this.classes) {
			MergedAnnotation<Workflow> workflow = MergedAnnotations.from(candidate).get(Workflow.class);
			if (workflow.isPresent()) {
				String name = workflow.getString("name");
				if (type.equals(StringUtils.hasText(name) ? name : candidate.getSimpleName())
						|| List.of(workflow.getStringArray("aliases")).contains(type)) {
					return candidate;
				}
				any = DynamicWorkflow.class.isAssignableFrom(candidate) ? candidate : any;
			}
		}
		if (any == null) {
			throw new IllegalArgumentException(
					"It is of workflow type '" + type + "', and no workflow of that type is given");
		}
		return any;
	}

	private static AssertionError failure(Map<String, Throwable> failed, int all) {
		StringBuilder text = new StringBuilder();
		text.append(failed.size()).append(" of ").append(all).append(" histories do not replay:");
		failed.forEach((file, why) -> text.append(String.format("%n%n%s: %s", file, why.getMessage())));
		AssertionError error = new AssertionError(text.toString());
		failed.values().forEach(error::addSuppressed);
		return error;
	}

}
