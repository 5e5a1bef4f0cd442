package dev.holdfast.engine.history;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Time, and values that the code of a run decided on. */
public sealed interface ValueAttributes extends EventAttributes {

	/**
	 * A timer was started.
	 *
	 * @param summary what people should read about it, or {@code null}
	 */
	record TimerStarted(long duration, long dueAt, @Nullable String summary) implements ValueAttributes {

		public TimerStarted(long duration, long dueAt) {
			this(duration, dueAt, null);
		}

		@Override
		public EventType type() {
			return EventType.TIMER_STARTED;
		}

	}

	/**
	 * A timer fired.
	 */
	record TimerFired(long timerId) implements ValueAttributes {

		@Override
		public Long outcomeOf() {
			return this.timerId;
		}

		@Override
		public EventType type() {
			return EventType.TIMER_FIRED;
		}

	}

	/**
	 * A timer was cancelled.
	 */
	record TimerCanceled(long timerId) implements ValueAttributes {

		@Override
		public EventType type() {
			return EventType.TIMER_CANCELED;
		}

		@Override
		public String identity() {
			return type().storedName() + " " + this.timerId;
		}

	}

	/**
	 * A side effect ran. Data: its value.
	 *
	 * @param summary what people should read about it, or {@code null}
	 */
	record SideEffectRecorded(@Nullable String summary) implements ValueAttributes {

		@Override
		public EventType type() {
			return EventType.SIDE_EFFECT_RECORDED;
		}

	}

	/**
	 * A mutable side effect gave a value other than before. Data: the value.
	 *
	 * @param call which call of those with this id gave it, from 1
	 */
	record MutableSideEffectRecorded(String id, long call) implements ValueAttributes {

		@Override
		public EventType type() {
			return EventType.MUTABLE_SIDE_EFFECT_RECORDED;
		}

		@Override
		public String identity() {
			return type().storedName() + " '" + this.id + "' " + this.call;
		}

	}

	/**
	 * The code chose a version of a change, or the engine the version of the type that a
	 * run begins with.
	 */
	record VersionRecorded(String changeId, int version) implements ValueAttributes {

		/** What stands for the whole workflow among the ids of changes. */
		public static final String WORKFLOW = "@Workflow";

		@Override
		public EventType type() {
			return EventType.VERSION_RECORDED;
		}

		@Override
		public String identity() {
			return type().storedName() + " '" + this.changeId + "'";
		}

	}

	/**
	 * The memo was changed.
	 *
	 * @param memo JSON text by key; {@code null} removes the key
	 */
	record MemoUpserted(Map<String, @Nullable String> memo) implements ValueAttributes {

		/** Makes a change to a memo. */
		public static void apply(Map<String, @Nullable String> change, Map<String, String> memo) {
			change.forEach((key, value) -> {
				if (value != null) {
					memo.put(key, value);
				}
				else {
					memo.remove(key);
				}
			});
		}

		@Override
		public EventType type() {
			return EventType.MEMO_UPSERTED;
		}

	}

	/**
	 * Search attributes were changed; a value of {@code null} removes one.
	 */
	record SearchAttributesUpserted(Map<String, @Nullable SearchAttributeValue> attributes) implements ValueAttributes {

		@Override
		public EventType type() {
			return EventType.SEARCH_ATTRIBUTES_UPSERTED;
		}

	}

}
