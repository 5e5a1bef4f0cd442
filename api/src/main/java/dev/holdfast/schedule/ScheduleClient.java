package dev.holdfast.schedule;

import java.util.List;

import dev.holdfast.method.Method0;
import dev.holdfast.method.Method1;
import dev.holdfast.method.Method2;
import dev.holdfast.method.Method3;
import dev.holdfast.method.Method4;
import dev.holdfast.method.MethodReference;
import dev.holdfast.method.VoidMethod0;
import dev.holdfast.method.VoidMethod1;
import dev.holdfast.method.VoidMethod2;
import dev.holdfast.method.VoidMethod3;
import dev.holdfast.method.VoidMethod4;
import org.jspecify.annotations.Nullable;

/**
 * Creates and finds schedules. Thread-safe; inject it where it is needed. What it writes
 * joins a transaction of the caller on the engine's database, if there is one. From
 * workflow code it throws {@link dev.holdfast.client.ClientInWorkflowException}.
 */
public interface ScheduleClient {

	/** Begins a schedule of a workflow. */
	default <W, R extends @Nullable Object> ScheduleCreation<W, R> schedule(String scheduleId, Method0<W, R> method) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins a schedule of a workflow that returns nothing. */
	default <W> ScheduleCreation<W, @Nullable Void> schedule(String scheduleId, VoidMethod0<W> method) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] {});
	}

	/** Begins a schedule of a workflow. */
	default <W, A extends @Nullable Object, R extends @Nullable Object> ScheduleCreation<W, R> schedule(
			String scheduleId, Method1<W, A, R> method, A a) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins a schedule of a workflow that returns nothing. */
	default <W, A extends @Nullable Object> ScheduleCreation<W, @Nullable Void> schedule(String scheduleId,
			VoidMethod1<W, A> method, A a) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a });
	}

	/** Begins a schedule of a workflow. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> ScheduleCreation<W, R> schedule(
			String scheduleId, Method2<W, A, B, R> method, A a, B b) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins a schedule of a workflow that returns nothing. */
	default <W, A extends @Nullable Object, B extends @Nullable Object> ScheduleCreation<W, @Nullable Void> schedule(
			String scheduleId, VoidMethod2<W, A, B> method, A a, B b) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a, b });
	}

	/** Begins a schedule of a workflow. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R extends @Nullable Object> ScheduleCreation<W, R> schedule(
			String scheduleId, Method3<W, A, B, C, R> method, A a, B b, C c) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins a schedule of a workflow that returns nothing. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> ScheduleCreation<W, @Nullable Void> schedule(
			String scheduleId, VoidMethod3<W, A, B, C> method, A a, B b, C c) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a, b, c });
	}

	/** Begins a schedule of a workflow. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object, R extends @Nullable Object> ScheduleCreation<W, R> schedule(
			String scheduleId, Method4<W, A, B, C, D, R> method, A a, B b, C c, D d) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/** Begins a schedule of a workflow that returns nothing. */
	default <W, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, D extends @Nullable Object> ScheduleCreation<W, @Nullable Void> schedule(
			String scheduleId, VoidMethod4<W, A, B, C, D> method, A a, B b, C c, D d) {
		return schedule(scheduleId, (MethodReference) method, new @Nullable Object[] { a, b, c, d });
	}

	/**
	 * Begins a schedule of a workflow by its type name.
	 * @throws dev.holdfast.client.UnknownWorkflowTypeException if this application has no
	 * such workflow
	 */
	ScheduleCreation<Object, @Nullable Object> schedule(String scheduleId, String workflowType,
			@Nullable Object... arguments);

	/** For the overloads that take a method reference; not for application code. */
	<W, R extends @Nullable Object> ScheduleCreation<W, R> schedule(String scheduleId, MethodReference method,
			@Nullable Object[] arguments);

	/**
	 * Finds a schedule.
	 * @throws ScheduleNotFoundException if there is none with this id
	 */
	ScheduleHandle handle(String scheduleId);

	/** All schedules, by id. */
	List<ScheduleSummary> list();

}
