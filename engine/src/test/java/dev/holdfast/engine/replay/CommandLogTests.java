package dev.holdfast.engine.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ValueAttributes.SideEffectRecorded;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.history.HistoryEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CommandLogTests {

	private final List<Long> changed = new ArrayList<>();

	private final CommandLog log = new CommandLog((event) -> this.changed.add(event.id()));

	private static HistoryEvent event(long id, EventAttributes attributes, String data) {
		return new HistoryEvent(id, 1, 5, attributes, bytes(data));
	}

	private static byte[] bytes(String data) {
		return data.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void recordsNewCommandsInOrder() {
		this.log.live(7, 42);
		this.log.record(new SideEffectRecorded(), bytes("1"));
		HistoryEvent second = this.log.record(new TimerStarted(1, 2), null);
		assertThat(second.id()).isEqualTo(2);
		assertThat(second.task()).isEqualTo(7);
		assertThat(second.time()).isEqualTo(42);
		assertThat(this.log.issued()).extracting(HistoryEvent::id).containsExactly(1L, 2L);
	}

	@Test
	void answersWithWhatTheHistoryHas() {
		HistoryEvent recorded = event(1, new TimerStarted(1, 99), "x");
		this.log.replay(1, 5, List.of(recorded));
		assertThat(this.log.record(new TimerStarted(1, 2), null)).isSameAs(recorded);
		this.log.finishReplay();
		assertThat(this.changed).isEmpty();
	}

	@Test
	void namesTheEventExpectedAndTheCommandFound() {
		this.log.replay(1, 5, List.of(event(1, new TimerStarted(1, 2), "")));
		assertThatExceptionOfType(NonDeterminismError.class)
			.isThrownBy(() -> this.log.record(new TimerCanceled(9), null))
			.withMessageContaining("at event 1: the history has TimerStarted, the code did TimerCanceled 9")
			.satisfies((error) -> {
				assertThat(error.eventId()).isEqualTo(1);
				assertThat(error.expected()).isEqualTo("TimerStarted");
				assertThat(error.actual()).isEqualTo("TimerCanceled 9");
			});
	}

	@Test
	void repeatsAMismatchThatUserCodeSwallowed() {
		this.log.replay(1, 5, List.of(event(1, new TimerStarted(1, 2), "")));
		assertThatExceptionOfType(NonDeterminismError.class)
			.isThrownBy(() -> this.log.record(new SideEffectRecorded(), null));
		assertThatExceptionOfType(NonDeterminismError.class)
			.isThrownBy(() -> this.log.record(new TimerStarted(1, 2), null));
		assertThatExceptionOfType(NonDeterminismError.class).isThrownBy(this.log::finishReplay);
	}

	@Test
	void findsACommandTooMany() {
		this.log.replay(3, 5, List.of());
		assertThatExceptionOfType(NonDeterminismError.class)
			.isThrownBy(() -> this.log.record(new SideEffectRecorded(), null))
			.withMessageContaining("the history has nothing more in workflow task 3, the code did SideEffectRecorded");
	}

	@Test
	void findsACommandTooFew() {
		this.log.replay(1, 5, List.of(event(1, new SideEffectRecorded(), "")));
		assertThatExceptionOfType(NonDeterminismError.class).isThrownBy(this.log::finishReplay)
			.withMessageContaining("the history has SideEffectRecorded, the code did nothing more");
	}

	@Test
	void reportsAChangedInputAndGoesOn() {
		this.log.replay(1, 5,
				List.of(event(1, new SideEffectRecorded(), "1"), event(2, new SideEffectRecorded(), "2")));
		this.log.record(new SideEffectRecorded(), bytes("1"));
		assertThat(this.log.record(new SideEffectRecorded(), bytes("3")).data()).isEqualTo(bytes("2"));
		assertThat(this.changed).containsExactly(2L);
		this.log.finishReplay();
	}

	@Test
	void takesInboundEventsOnlyInTheirPlace() {
		assertThatIllegalStateException().isThrownBy(() -> this.log.accept(event(2, new SideEffectRecorded(), "")))
			.withMessageContaining("Event 2")
			.withMessageContaining("event 1");
	}

}
