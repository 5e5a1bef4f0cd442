package dev.holdfast.engine.replay;

import java.util.List;
import java.util.NavigableMap;

import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.NewerHistoryException;
import dev.holdfast.engine.history.ValueAttributes.VersionRecorded;
import org.jspecify.annotations.Nullable;

/** Which version of its type a run has. */
record WorkflowVersions(Definitions definitions) {

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
			throw new NewerHistoryException("It began with version " + version + " of workflow " + newest.type()
					+ ", and this application has only the versions " + all.keySet()
					+ ". Keep the class of a version until no execution that began with it is open.");
		}
		return own.type().equals(newest.type()) ? own : own.as(newest.type());
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
