package dev.holdfast.engine.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.holdfast.engine.payload.AesGcmPayloadCodec;
import dev.holdfast.engine.payload.Keys;
import dev.holdfast.engine.schedule.Scheduling.Quick;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.schedule.UnreadableScheduleException;
import dev.holdfast.workflow.InvalidSearchAttributeException;
import dev.holdfast.workflow.Memo;
import dev.holdfast.workflow.SearchAttributeKey;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScheduleNotesTests {

	private static final SearchAttributeKey<String> TEAM = SearchAttributeKey.keyword("Team");

	record Owner(String name, int room) {
	}

	@EngineTest
	void areSeenByThoseWhoLookAndNotByWhatIsStarted(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run)
			.cron("0 * * * *")
			.memo("owner", new Owner("Lee", 7))
			.memo("tags", List.of("night", "mail"))
			.searchAttribute(TEAM, "finance")
			.searchAttribute("Level", 3)
			.options((start) -> start.memo("own", true))
			.create();
		schedules.schedule("t", Quick::run).cron("@daily").create();
		ScheduleDescription description = handle.describe();
		assertThat(description.memo()).containsOnlyKeys("owner", "tags").containsEntry("tags", "[\"night\",\"mail\"]");
		assertThat(description.searchAttributes()).isEqualTo(Map.of("Team", "finance", "Level", 3L));
		Memo memo = handle.memo();
		assertThat(memo.keys()).containsExactly("owner", "tags");
		assertThat(memo.get("owner", Owner.class)).contains(new Owner("Lee", 7));
		assertThat(memo.get("tags", new ParameterizedTypeReference<List<String>>() {
		})).contains(List.of("night", "mail"));
		assertThat(memo.get("none", Owner.class)).isEmpty();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> memo.get("tags", Owner.class))
			.withMessageContaining("tags");
		assertThat(schedules.list()).satisfiesExactly((one) -> {
			assertThat(one.memo()).isEqualTo(description.memo());
			assertThat(one.searchAttributes()).isEqualTo(description.searchAttributes());
		}, (other) -> {
			assertThat(other.memo()).isEmpty();
			assertThat(other.searchAttributes()).isEmpty();
		});
		Scheduling.pass(rig, Duration.ofHours(1));
		Scheduling.awaitStarted(rig, 1);
		assertThat(rig.startNode(Scheduling.BEANS).client().handle(Scheduling.started(rig).get(0)).describe().memo())
			.containsOnlyKeys("own", "scheduleId", "scheduledTime");
		assertThat(handle.describe().memo()).as("after an action").isEqualTo(description.memo());
		handle.pause("x");
		assertThat(handle.describe().memo()).as("after a pause").isEqualTo(description.memo());
	}

	@EngineTest
	void areChangedByAnUpdate(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run)
			.cron("@daily")
			.memo("a", 1)
			.memo("b", 2)
			.searchAttribute(TEAM, "finance")
			.create();
		handle.update((schedule) -> schedule.cron("0 1 * * *"));
		assertThat(handle.describe().memo()).containsOnlyKeys("a", "b");
		rig.inTransaction(() -> handle.update((schedule) -> schedule.memo("a", null)
			.memo("c", 3)
			.searchAttribute(TEAM, null)
			.searchAttribute("Level", 4)));
		assertThat(handle.describe().memo()).isEqualTo(Map.of("b", "2", "c", "3"));
		assertThat(handle.describe().searchAttributes()).isEqualTo(Map.of("Level", 4L));
		assertThatExceptionOfType(RolledBack.class).isThrownBy(() -> rig.inTransaction(() -> {
			handle.update((schedule) -> schedule.memo("b", null));
			throw new RolledBack();
		}));
		assertThat(handle.memo().get("b", Integer.class)).contains(2);
		handle.update((schedule) -> schedule.memo("b", null).memo("c", null).searchAttribute("Level", null));
		assertThat(handle.memo().keys()).isEmpty();
		assertThat(schedules.list().get(0).searchAttributes()).isEmpty();
	}

	@EngineTest(Extent.HALF)
	void areReplacedWithTheSchedule(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run).cron("@daily").memo("a", 1).createOrUpdate();
		assertThat(handle.memo().keys()).containsExactly("a");
		schedules.schedule("s", Quick::run).cron("@daily").memo("b", 1).createOrUpdate();
		assertThat(handle.memo().keys()).containsExactly("b");
		schedules.schedule("s", Quick::run).cron("@daily").createOrUpdate();
		assertThat(handle.memo().keys()).isEmpty();
		handle.delete();
		assertThatExceptionOfType(ScheduleNotFoundException.class).isThrownBy(handle::memo);
	}

	@EngineTest(Extent.HALF)
	void thatCannotBeAreRefusedAndNothingIsWritten(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run).cron("@daily").memo("a", 1).create();
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> handle.update((schedule) -> schedule.memo("c", 1).memo("b", "x".repeat(64 * 1024))));
		assertThatExceptionOfType(InvalidSearchAttributeException.class)
			.isThrownBy(() -> handle.update((schedule) -> schedule.memo("c", 1).searchAttribute("Team", new Object())));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> handle.update((schedule) -> schedule.memo("c", 1).memo("", 1)));
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(
				() -> schedules.schedule("t", Quick::run).cron("@daily").memo("b", "x".repeat(64 * 1024)).create());
		assertThat(handle.memo().keys()).containsExactly("a");
		assertThat(schedules.list()).hasSize(1);
	}

	@EngineTest(Extent.HALF)
	void thatCannotBeReadKeepNothingFromActing(EngineRig rig) {
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run).cron("0 * * * *").memo("a", 1).create();
		schedules.schedule("t", Quick::run).cron("@daily").memo("a", 1).create();
		rig.jdbc()
			.update("update holdfast_schedule set notes = ? where schedule_id = 's'",
					"{\"memo\":7}".getBytes(StandardCharsets.UTF_8));
		Scheduling.pass(rig, Duration.ofHours(1));
		Scheduling.awaitStarted(rig, 1);
		handle.pause("x");
		assertThatExceptionOfType(UnreadableScheduleException.class).isThrownBy(handle::memo)
			.withMessageContaining("'s'")
			.withMessageContaining("memo");
		assertThatExceptionOfType(UnreadableScheduleException.class).isThrownBy(handle::describe);
		List<ScheduleSummary> list = schedules.list();
		assertThat(list.get(0).problem()).contains("memo");
		assertThat(list.get(0).memo()).isEmpty();
		assertThat(list.get(1).memo()).containsOnlyKeys("a");
		schedules.schedule("s", Quick::run).cron("0 * * * *").memo("b", 1).createOrUpdate();
		assertThat(handle.memo().keys()).as("mended").containsExactly("b");
		assertThat(handle.describe().paused()).isTrue();
	}

	@EngineTest(Extent.HALF)
	void areEncryptedWhereValuesAre(EngineRig rig) {
		rig.codecs(new AesGcmPayloadCodec(Keys.of("k1")));
		ScheduleClient schedules = Scheduling.schedules(rig.startNode(Scheduling.BEANS));
		ScheduleHandle handle = schedules.schedule("s", Quick::run)
			.cron("@daily")
			.memo("owner", "confidential")
			.create();
		byte[] stored = rig.jdbc().queryForObject("select notes from holdfast_schedule", byte[].class);
		assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("confidential");
		assertThat(handle.memo().get("owner", String.class)).contains("confidential");
		assertThat(schedules.list().get(0).memo()).containsEntry("owner", "\"confidential\"");
	}

	private static final class RolledBack extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
