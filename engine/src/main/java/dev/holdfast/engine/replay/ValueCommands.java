package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.ValueAttributes.MutableSideEffectRecorded;
import dev.holdfast.engine.history.ValueAttributes.SideEffectRecorded;
import dev.holdfast.interceptor.MutableSideEffectRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import org.jspecify.annotations.Nullable;

/** Values that the code of a run decides on once. */
final class ValueCommands {

	private final RunContext context;

	private final Map<String, MutableValue> mutableValues = new HashMap<>();

	/** How often a mutable side effect was asked for, and what it gave last. */
	private static final class MutableValue {

		private long calls;

		private byte @Nullable [] value;

	}

	ValueCommands(RunContext context) {
		this.context = context;
	}

	RandomGenerator random() {
		this.context.coroutine("Workflows.random");
		return this.context.values().random();
	}

	UUID randomUuid() {
		this.context.coroutine("Workflows.randomUuid");
		return this.context.values().nextUuid();
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	<R extends @Nullable Object> R sideEffect(Type type, @Nullable String summary, Supplier<R> code) {
		return (R) this.context.services()
			.interceptors()
			.outbound()
			.value(WorkflowOutboundInterceptor::sideEffect, type, (same) -> decide(type, summary, code));
	}

	private @Nullable Object decide(Type type, @Nullable String summary, Supplier<?> code) {
		this.context.coroutine("Workflows.sideEffect");
		byte[] value = this.context.log().isReplaying() ? null : this.context.payloads()
			.write(this.context.readOnly("a side effect", code), "The value of a side effect");
		HistoryEvent event = this.context.log().record(new SideEffectRecorded(summary), value);
		return this.context.payloads()
			.read(Objects.requireNonNull(event.data()), type, "The value of the side effect of event " + event.id());
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	<R extends @Nullable Object> R mutableSideEffect(String id, Type type, Supplier<R> code,
			@Nullable BiPredicate<? super R, ? super R> same) {
		return (R) this.context.services()
			.interceptors()
			.outbound()
			.value(WorkflowOutboundInterceptor::mutableSideEffect, new MutableSideEffectRequest(id, type),
					(call) -> decide(id, type, code, same));
	}

	@SuppressWarnings("NullAway")
	private <R extends @Nullable Object> @Nullable Object decide(String id, Type type, Supplier<R> code,
			@Nullable BiPredicate<? super R, ? super R> same) {
		this.context.coroutine("Workflows.mutableSideEffect");
		Identifiers.requireSideEffectId(id);
		String where = "The value of the mutable side effect '" + id + "'";
		MutableValue known = this.mutableValues.computeIfAbsent(id, (key) -> new MutableValue());
		MutableSideEffectRecorded command = new MutableSideEffectRecorded(id, ++known.calls);
		byte[] last = known.value;
		byte[] changed = null;
		boolean records;
		if (this.context.log().isReplaying()) {
			records = last == null || this.context.log().hasNext(command);
		}
		else {
			R value = this.context.readOnly("a mutable side effect", code);
			changed = this.context.payloads().write(value, where);
			records = last == null || !isSame(last, changed, value, type, where, same);
		}
		if (records) {
			last = Objects.requireNonNull(this.context.log().record(command, changed).data());
			known.value = last;
		}
		return this.context.payloads().read(last, type, where);
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private <R extends @Nullable Object> boolean isSame(byte[] last, byte[] changed, R value, Type type, String where,
			@Nullable BiPredicate<? super R, ? super R> same) {
		if (same == null) {
			return Arrays.equals(last, changed);
		}
		R before = (R) this.context.payloads().read(last, type, where);
		return this.context.readOnly("the test of a mutable side effect", () -> same.test(before, value));
	}

}
