package dev.holdfast.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.holdfast.schedule.ScheduleAction;
import dev.holdfast.schedule.ScheduleCounts;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSpec;
import dev.holdfast.schedule.ScheduleSummary;
import org.jspecify.annotations.Nullable;

/**
 * What the schedules endpoint answers: what clients are told, but values of the
 * application as what they are, and only if they may be shown.
 */
final class ScheduleDescriptors {

	private static final StoredValues VALUES = new StoredValues();

	private ScheduleDescriptors() {
	}

	/** A schedule in a list. */
	record Summary(String id, String workflowType, boolean paused, @Nullable Instant nextLook, Map<String, Object> memo,
			Map<String, Object> searchAttributes, @Nullable String problem) {
	}

	/** A schedule. */
	record Details(String id, String workflowType, ScheduleSpec spec, ScheduleOverlapPolicy overlap,
			Duration catchupWindow, boolean pauseOnFailure, @Nullable Long remainingActions, boolean paused,
			String note, List<Instant> nextActionTimes, List<ScheduleAction> recentActions,
			List<ScheduleAction> runningActions, int waitingActions, ScheduleCounts counts, Instant createdAt,
			Instant updatedAt, Map<String, Object> memo, Map<String, Object> searchAttributes) {
	}

	static Summary summary(ScheduleSummary found, boolean showValues) {
		return new Summary(found.id(), found.workflowType(), found.paused(), found.nextLook(),
				VALUES.shown(found.memo(), showValues), StoredValues.attributes(found.searchAttributes(), showValues),
				found.problem());
	}

	static Details details(ScheduleDescription found, boolean showValues) {
		return new Details(found.id(), found.workflowType(), found.spec(), found.overlap(), found.catchupWindow(),
				found.pauseOnFailure(), found.remainingActions(), found.paused(), found.note(), found.nextActionTimes(),
				found.recentActions(), found.runningActions(), found.waitingActions(), found.counts(),
				found.createdAt(), found.updatedAt(), VALUES.shown(found.memo(), showValues),
				StoredValues.attributes(found.searchAttributes(), showValues));
	}

}
