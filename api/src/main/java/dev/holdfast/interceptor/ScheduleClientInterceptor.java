package dev.holdfast.interceptor;

import java.util.List;

import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.workflow.Memo;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds what clients ask of schedules, on the thread and in the transaction of the
 * caller. Beans of this type are called in their order, the first one outermost.
 * Thread-safe.
 *
 * <p>
 * What schedules do by the clock, and schedules that workflow classes declare, pass none.
 */
public interface ScheduleClientInterceptor {

	/**
	 * The creation of a schedule, or its replacement; the answer counts for nothing.
	 */
	default @Nullable Object create(ScheduleCreationRequest creation,
			Chain<ScheduleCreationRequest, @Nullable Object> chain) {
		return chain.proceed(creation);
	}

	/** A change of a schedule; the answer counts for nothing. */
	default @Nullable Object update(ScheduleChange change, Chain<ScheduleChange, @Nullable Object> chain) {
		return chain.proceed(change);
	}

	/** The begin of a pause; the answer counts for nothing. */
	default @Nullable Object pause(SchedulePause pause, Chain<SchedulePause, @Nullable Object> chain) {
		return chain.proceed(pause);
	}

	/** The end of a pause; the answer counts for nothing. */
	default @Nullable Object unpause(SchedulePause unpause, Chain<SchedulePause, @Nullable Object> chain) {
		return chain.proceed(unpause);
	}

	/** A request to act now; the answer counts for nothing. */
	default @Nullable Object trigger(ScheduleTrigger trigger, Chain<ScheduleTrigger, @Nullable Object> chain) {
		return chain.proceed(trigger);
	}

	/** A request to make up for times; the answer counts for nothing. */
	default @Nullable Object backfill(ScheduleBackfill backfill, Chain<ScheduleBackfill, @Nullable Object> chain) {
		return chain.proceed(backfill);
	}

	/** The deletion of a schedule; the answer counts for nothing. */
	default @Nullable Object delete(ScheduleReference schedule, Chain<ScheduleReference, @Nullable Object> chain) {
		return chain.proceed(schedule);
	}

	/** A look at a schedule, which is the answer. */
	default ScheduleDescription describe(ScheduleReference schedule,
			Chain<ScheduleReference, ScheduleDescription> chain) {
		return chain.proceed(schedule);
	}

	/** A look at the memo of a schedule, which is the answer. */
	default Memo memo(ScheduleReference schedule, Chain<ScheduleReference, Memo> chain) {
		return chain.proceed(schedule);
	}

	/** A look at all schedules, which are the answer. */
	default List<ScheduleSummary> list(ScheduleListRequest request,
			Chain<ScheduleListRequest, List<ScheduleSummary>> chain) {
		return chain.proceed(request);
	}

}
