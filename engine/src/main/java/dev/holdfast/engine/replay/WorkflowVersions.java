package dev.holdfast.engine.replay;

import java.util.List;
import java.util.NavigableMap;

import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.NewerHistoryException;
import dev.holdfast.engine.history.ValueAttributes.VersionRecorded;
import org.jspecify.annotations.Nullable;

/**
 * Which version of its type a run has.
 *
 * @param definitions the types and versions of this application
 */
public record WorkflowVersions(Definitions definitions) {

	/**
	 * Whether a run that begins records its version: whoever has but one class without a
	 * version need not know of versions.
	 */
	boolean isRecorded(WorkflowDefinition newest) {
		return newest.version() > 0;
	}

	/**
	 * The version that a run began with.
	 * @param newest the newest version
	 * @param commands those of its first task
	 * @throws NewerHistoryException if this application does not have it
	 */
	WorkflowDefinition recorded(WorkflowDefinition newest, List<HistoryEvent> commands) {
		NavigableMap<Integer, WorkflowDefinition> all = this.definitions.versions(newest.type());
		if (all.isEmpty()) {
			return newest;
		}
		Integer version = version(commands);
		WorkflowDefinition own = (version != null) ? all.get(version) : all.firstEntry().getValue();
		if (own == null) {
			throw new NewerHistoryException(missing(newest.type(), version, all));
		}
		return own.type().equals(newest.type()) ? own : own.as(newest.type());
	}

	/**
	 * Why this application leaves a run to others: it knows the type, but not the version
	 * that the run began with. {@code null} if it has that.
	 */
	public @Nullable String missing(String type, List<HistoryEvent> history) {
		Integer version = version(history);
		NavigableMap<Integer, WorkflowDefinition> all = this.definitions.versions(type);
		return (version == null || all.isEmpty() || all.containsKey(version)) ? null : missing(type, version, all);
	}

	private static String missing(String type, @Nullable Integer version,
			NavigableMap<Integer, WorkflowDefinition> all) {
		return "It began with version " + version + " of workflow " + type
				+ ", and this application has only the versions " + all.keySet()
				+ ": it waits for a node that has it. Keep the class of a version until no execution that began with it"
				+ " is open; deploy it again, or terminate the execution.";
	}

	private static @Nullable Integer version(List<HistoryEvent> commands) {
		for (HistoryEvent command : commands) {
			if (command.attributes() instanceof VersionRecorded version
					&& version.changeId().equals(VersionRecorded.WORKFLOW)) {
				return version.version();
			}
		}
		return null;
	}

}
