package dev.holdfast.engine.replay;

import java.util.List;
import java.util.Map;

import dev.holdfast.engine.history.ActivityAttributes.ActivityCompleted;
import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.ValueAttributes.MemoUpserted;
import dev.holdfast.engine.history.ValueAttributes.SideEffectRecorded;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What people are shown when code and history part. */
class HistoryDiffTests {

	private final CommandLog log = new CommandLog((recorded, command) -> recorded.identity().equals(command.identity()),
			(event, given) -> {
			});

	private static HistoryEvent event(long id, EventAttributes attributes) {
		return new HistoryEvent(id, 1, 5, attributes, null);
	}

	private NonDeterminismError mismatch(Runnable code) {
		return catchThrowableOfType(NonDeterminismError.class, code::run);
	}

	@Test
	void hasWhatIsBeforeAndAfterTheEventSideBySide() {
		this.log.replay(1, 5, List.of(event(2, new TimerStarted(1, 2)), event(3, new SideEffectRecorded(null)),
				event(4, new TimerCanceled(2))));
		this.log.record(new TimerStarted(1, 2), null);
		NonDeterminismError error = mismatch(() -> this.log.record(new MemoUpserted(Map.of()), null));
		assertThat(error.diff().table().lines()).containsExactly("       event  history             code",
				"           2  TimerStarted        the same", "  ->       3  SideEffectRecorded  MemoUpserted",
				"           4  TimerCanceled 2");
		assertThat(error.diff().remedy()).startsWith("The code does something else there than before");
	}

	@Test
	void saysWhenTheCodeLeavesSomethingOut() {
		this.log.replay(1, 5, List.of(event(1, new SideEffectRecorded(null)), event(2, new TimerCanceled(2))));
		NonDeterminismError error = mismatch(() -> this.log.record(new TimerCanceled(2), null));
		assertThat(error.diff().remedy()).startsWith("The history has this at event 2: the code leaves out");
	}

	@Test
	void saysWhenTheCodeDoesMoreThanBefore() {
		this.log.replay(1, 5, List.of());
		NonDeterminismError error = mismatch(() -> this.log.record(new SideEffectRecorded(null), null));
		assertThat(error.diff().remedy()).startsWith("The code does something there that it did not do before");
		assertThat(error.diff().table()).containsPattern("-> +1  - +SideEffectRecorded");
	}

	@Test
	void saysWhenTheCodeDoesLessThanBefore() {
		this.log.replay(1, 5, List.of(event(1, new SideEffectRecorded(null))));
		NonDeterminismError error = mismatch(this.log::finishReplay);
		assertThat(error.diff().remedy()).startsWith("The code does not do any more");
	}

	@Test
	void namesWhatAnEndIsTheEndOf() {
		this.log.replay(1, 5, List.of(event(2, new SideEffectRecorded(null))));
		this.log.accept(event(1, new ActivityCompleted(7, 1)));
		NonDeterminismError error = mismatch(this.log::finishReplay);
		assertThat(error.getMessage()).contains("ActivityCompleted of 7");
	}

	@Test
	void showsFourEventsOnEachSideAtMost() {
		this.log.replay(1, 5, List.of(event(1, new TimerStarted(1, 2)), event(2, new TimerStarted(1, 2)),
				event(3, new TimerStarted(1, 2)), event(4, new TimerStarted(1, 2)), event(5, new TimerStarted(1, 2)),
				event(6, new SideEffectRecorded(null)), event(7, new TimerStarted(1, 2)),
				event(8, new TimerStarted(1, 2)), event(9, new TimerStarted(1, 2)), event(10, new TimerStarted(1, 2)),
				event(11, new TimerStarted(1, 2))));
		for (int i = 0; i < 5; i++) {
			this.log.record(new TimerStarted(1, 2), null);
		}
		NonDeterminismError error = mismatch(() -> this.log.record(new TimerCanceled(2), null));
		assertThat(error.diff().lines()).extracting(HistoryDiff.Line::eventId)
			.containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
	}

}
