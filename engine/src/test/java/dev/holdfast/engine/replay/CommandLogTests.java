package dev.holdfast.engine.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.engine.history.EventAttributes;
import dev.holdfast.engine.history.ValueAttributes.SideEffectRecorded;
import dev.holdfast.engine.history.ValueAttributes.TimerCanceled;
import dev.holdfast.engine.history.ValueAttributes.TimerStarted;
import dev.holdfast.engine.history.ValueAttributes.VersionRecorded;
import dev.holdfast.engine.history.HistoryEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CommandLogTests {

	private final List<Long> changed = new ArrayList<>();

	private final CommandLog log = new CommandLog((recorded, command) -> recorded.identity().equals(command.identity()),
			(event, given) -> this.changed.add(event.id()));

	private static HistoryEvent event(long id, EventAttributes attributes, String data) {
		return new HistoryEvent(id, 1, 5, attributes, bytes(data));
	}

	private static byte[] bytes(String data) {
		return data.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void recordsNewCommandsInOrder() {
		this.log.live(7, 42);
		this.log.record(new SideEffectRecorded(null), bytes("1"));
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
			.isThrownBy(() -> this.log.record(new SideEffectRecorded(null), null));
		assertThatExceptionOfType(NonDeterminismError.class)
			.isThrownBy(() -> this.log.record(new TimerStarted(1, 2), null));
		assertThatExceptionOfType(NonDeterminismError.class).isThrownBy(this.log::finishReplay);
	}

	@Test
	void findsACommandTooMany() {
		this.log.replay(3, 5, List.of());
		assertThatExceptionOfType(NonDeterminismError.class)
			.isThrownBy(() -> this.log.record(new SideEffectRecorded(null), null))
			.withMessageContaining("the history has nothing more in workflow task 3, the code did SideEffectRecorded");
	}

	@Test
	void findsACommandTooFew() {
		this.log.replay(1, 5, List.of(event(1, new SideEffectRecorded(null), "")));
		assertThatExceptionOfType(NonDeterminismError.class).isThrownBy(this.log::finishReplay)
			.withMessageContaining("the history has SideEffectRecorded, the code did nothing more");
	}

	@Test
	void reportsAChangedInputAndGoesOn() {
		this.log.replay(1, 5,
				List.of(event(1, new SideEffectRecorded(null), "1"), event(2, new SideEffectRecorded(null), "2")));
		this.log.record(new SideEffectRecorded(null), bytes("1"));
		assertThat(this.log.record(new SideEffectRecorded(null), bytes("3")).data()).isEqualTo(bytes("2"));
		assertThat(this.changed).containsExactly(2L);
		this.log.finishReplay();
	}

	@Test
	void takesInboundEventsOnlyInTheirPlace() {
		assertThatIllegalStateException().isThrownBy(() -> this.log.accept(event(2, new SideEffectRecorded(null), "")))
			.withMessageContaining("Event 2")
			.withMessageContaining("event 1");
	}

	@Test
	void recordsTheNewestVersionOnce() {
		this.log.live(1, 5);
		assertThat(this.log.version("a", 3)).isEqualTo(3);
		assertThat(this.log.version("a", 4)).isEqualTo(3);
		assertThat(this.log.issued()).extracting(HistoryEvent::attributes).containsExactly(new VersionRecorded("a", 3));
	}

	@Test
	void findsVersionsInWhateverOrderTheyAreAskedForAtOnePlace() {
		this.log.replay(1, 5, List.of(event(1, new VersionRecorded("a", 1), ""),
				event(2, new VersionRecorded("b", 2), ""), event(3, new TimerStarted(1, 2), "")));
		assertThat(this.log.version("b", 9)).isEqualTo(2);
		assertThat(this.log.record(new TimerStarted(1, 2), null).id()).isEqualTo(3);
		assertThat(this.log.version("a", 9)).isEqualTo(1);
		this.log.finishReplay();
		assertThat(this.log.nextEventId()).isEqualTo(4);
	}

	@Test
	void passesOverVersionsThatNobodyAsksFor() {
		this.log.replay(1, 5, List.of(event(1, new VersionRecorded("a", 1), ""), event(2, new TimerStarted(1, 2), ""),
				event(3, new VersionRecorded("b", 1), "")));
		assertThat(this.log.idOfNext()).isEqualTo(2);
		assertThat(this.log.record(new TimerStarted(1, 2), null).id()).isEqualTo(2);
		this.log.finishReplay();
		assertThat(this.log.nextEventId()).isEqualTo(4);
	}

	@Test
	void remembersThatAVersionWasNotRecorded() {
		this.log.replay(1, 5, List.of(event(1, new TimerStarted(1, 2), "")));
		assertThat(this.log.version("a", 3)).isEqualTo(-1);
		this.log.record(new TimerStarted(1, 2), null);
		this.log.finishReplay();
		this.log.live(2, 6);
		assertThat(this.log.version("a", 3)).isEqualTo(-1);
		assertThat(this.log.issued()).isEmpty();
	}

	@Test
	void refusesAVersionBeforeThePlaceOfItsRecord() {
		this.log.replay(1, 5, List.of(event(1, new TimerStarted(1, 2), ""), event(2, new VersionRecorded("a", 1), "")));
		assertThatExceptionOfType(NonDeterminismError.class).isThrownBy(() -> this.log.version("a", 1))
			.withMessageContaining("event 2")
			.withMessageContaining("VersionRecorded 'a'");
	}

	@Test
	void refusesAVersionThatWasAskedForInAnEarlierTask() {
		this.log.replay(1, 5, List.of());
		assertThat(this.log.version("a", 1)).isEqualTo(-1);
		this.log.finishReplay();
		this.log.replay(2, 6, List.of(event(1, new VersionRecorded("a", 1), "")));
		assertThatExceptionOfType(NonDeterminismError.class).isThrownBy(() -> this.log.version("a", 1));
	}

	@Test
	void repeatsARefusalThatUserCodeSwallowed() {
		this.log.live(1, 5);
		IllegalStateException refusal = this.log.refuse(new IllegalStateException("no"));
		assertThatIllegalStateException().isThrownBy(() -> this.log.record(new SideEffectRecorded(null), null))
			.isSameAs(refusal);
		assertThatIllegalStateException().isThrownBy(this.log::finishReplay).isSameAs(refusal);
	}

}
