package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.holdfast.engine.history.ValueAttributes.SideEffectRecorded;
import dev.holdfast.engine.history.HistoryEvent;
import org.jspecify.annotations.Nullable;

/** Values that the code of a run decides on once. */
final class ValueCommands {

	private final RunContext context;

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
	<R extends @Nullable Object> R sideEffect(Type type, Supplier<R> code) {
		this.context.coroutine("Workflows.sideEffect");
		byte[] value = this.context.log().isReplaying() ? null : this.context.payloads()
			.write(this.context.readOnly("a side effect", code), "The value of a side effect");
		HistoryEvent event = this.context.log().record(new SideEffectRecorded(), value);
		return (R) this.context.payloads()
			.read(Objects.requireNonNull(event.data()), type, "The value of the side effect of event " + event.id());
	}

}
