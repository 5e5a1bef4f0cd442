package dev.holdfast.engine.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.schedule.Scheduling.Held;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.RunRequest;
import dev.holdfast.interceptor.ScheduleBackfill;
import dev.holdfast.interceptor.ScheduleChange;
import dev.holdfast.interceptor.ScheduleClientInterceptor;
import dev.holdfast.interceptor.ScheduleCreationRequest;
import dev.holdfast.interceptor.ScheduleListRequest;
import dev.holdfast.interceptor.SchedulePause;
import dev.holdfast.interceptor.ScheduleReference;
import dev.holdfast.interceptor.ScheduleTrigger;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowInvocation;
import dev.holdfast.schedule.ScheduleDescription;
import dev.holdfast.schedule.ScheduleHandle;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.ScheduleOverlapPolicy;
import dev.holdfast.schedule.ScheduleSummary;
import dev.holdfast.workflow.Memo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScheduleInterceptorTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@EngineTest
	void everyCallOfAScheduleClientPassesThem(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Held.class, Listening.class);
		ScheduleHandle handle = Scheduling.schedules(node).schedule("s", Held::run, "x").cron("0 * * * *").create();
		Scheduling.schedules(node)
			.schedule("s", Held::run, "y")
			.cron("5 * * * *")
			.triggerImmediately()
			.createOrUpdate();
		handle.update((update) -> update.jitter(Duration.ofSeconds(1)));
		handle.pause("a");
		handle.unpause("b");
		handle.trigger();
		handle.trigger(ScheduleOverlapPolicy.SKIP);
		handle.backfill(Scheduling.now(rig).minus(HOUR), Scheduling.now(rig));
		handle.describe();
		handle.memo();
		Scheduling.schedules(node).list();
		handle.delete();
		assertThat(node.bean(Listening.class).seen).containsExactly("create s of Held [x] at [0 * * * *] false",
				"create s of Held [y] at [5 * * * *] true", "update s", "pause s a", "unpause s b", "trigger s null",
				"trigger s SKIP", "backfill s BUFFER_ALL", "describe s", "memo s", "list", "delete s");
	}

	@EngineTest
	void whatTheyChangeIsWhatIsDone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Held.class, Changing.class);
		ScheduleHandle handle = Scheduling.schedules(node).schedule("s", Held::run, "x").cron("0 * * * *").create();
		handle.update((update) -> update.note("mine"));
		assertThat(handle.describe().note()).isEqualTo("mine, changed");
		handle.pause("why");
		assertThat(handle.describe().note()).isEqualTo("why!");
		handle.trigger();
		Scheduling.awaitStarted(rig, 1);
		rig.awaitQuiet();
		assertThat(node.bean(Changing.class).executed).contains("[x, changed] by alice");
	}

	@EngineTest
	void whatTheyRefuseIsNotDone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Held.class, Refusing.class);
		assertThatExceptionOfType(SecurityException.class)
			.isThrownBy(() -> Scheduling.schedules(node).schedule("secret", Held::run, "x").cron("0 * * * *").create());
		assertThatExceptionOfType(ScheduleNotFoundException.class)
			.isThrownBy(() -> Scheduling.schedules(node).handle("secret"));
		ScheduleHandle handle = Scheduling.schedules(node).schedule("s", Held::run, "x").cron("0 * * * *").create();
		assertThatExceptionOfType(SecurityException.class).isThrownBy(handle::delete);
		assertThat(handle.describe().id()).isEqualTo("s");
	}

	/** A schedule is no user: what refuses users must not keep it from its work. */
	@EngineTest
	void whatASchedulesDoesByTheClockPassesNone(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Held.class, NobodyStopsAnything.class);
		Scheduling.schedules(node)
			.schedule("s", Held::run, "x")
			.cron("0 * * * *")
			.overlap(ScheduleOverlapPolicy.CANCEL_OTHER)
			.create();
		Scheduling.pass(rig, HOUR);
		Scheduling.awaitStarted(rig, 1);
		String first = Scheduling.started(rig).get(0);
		Scheduling.pass(rig, HOUR);
		EngineRig.await(() -> node.client().handle(first).describe().execution().status() == WorkflowStatus.CANCELED);
	}

	public static class Listening implements ScheduleClientInterceptor {

		final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		@Override
		public Object create(ScheduleCreationRequest creation, Chain<ScheduleCreationRequest, Object> chain) {
			this.seen.add("create " + creation.scheduleId() + " of " + creation.workflowType() + " "
					+ creation.arguments() + " at " + creation.spec().crons() + " " + creation.replaces());
			return chain.proceed(creation);
		}

		@Override
		public Object update(ScheduleChange change, Chain<ScheduleChange, Object> chain) {
			this.seen.add("update " + change.scheduleId());
			return chain.proceed(change);
		}

		@Override
		public Object pause(SchedulePause pause, Chain<SchedulePause, Object> chain) {
			this.seen.add("pause " + pause.scheduleId() + " " + pause.note());
			return chain.proceed(pause);
		}

		@Override
		public Object unpause(SchedulePause unpause, Chain<SchedulePause, Object> chain) {
			this.seen.add("unpause " + unpause.scheduleId() + " " + unpause.note());
			return chain.proceed(unpause);
		}

		@Override
		public Object trigger(ScheduleTrigger trigger, Chain<ScheduleTrigger, Object> chain) {
			this.seen.add("trigger " + trigger.scheduleId() + " " + trigger.overlap());
			return chain.proceed(trigger);
		}

		@Override
		public Object backfill(ScheduleBackfill backfill, Chain<ScheduleBackfill, Object> chain) {
			this.seen.add("backfill " + backfill.scheduleId() + " " + backfill.overlap());
			return chain.proceed(backfill);
		}

		@Override
		public Object delete(ScheduleReference schedule, Chain<ScheduleReference, Object> chain) {
			this.seen.add("delete " + schedule.scheduleId());
			return chain.proceed(schedule);
		}

		@Override
		public Memo memo(ScheduleReference schedule, Chain<ScheduleReference, Memo> chain) {
			this.seen.add("memo " + schedule.scheduleId());
			return chain.proceed(schedule);
		}

		@Override
		public ScheduleDescription describe(ScheduleReference schedule,
				Chain<ScheduleReference, ScheduleDescription> chain) {
			this.seen.add("describe " + schedule.scheduleId());
			return chain.proceed(schedule);
		}

		@Override
		public List<ScheduleSummary> list(ScheduleListRequest request,
				Chain<ScheduleListRequest, List<ScheduleSummary>> chain) {
			this.seen.add("list");
			return chain.proceed(request);
		}

	}

	public static class Changing implements ScheduleClientInterceptor, WorkflowInboundInterceptor {

		final List<String> executed = Collections.synchronizedList(new ArrayList<>());

		@Override
		public Object create(ScheduleCreationRequest creation, Chain<ScheduleCreationRequest, Object> chain) {
			return chain
				.proceed(creation.withArguments(creation.arguments().get(0) + ", changed").withHeader("user", "alice"));
		}

		@Override
		public Object update(ScheduleChange change, Chain<ScheduleChange, Object> chain) {
			return chain.proceed(change.with(change.settings().andThen((update) -> update.note("mine, changed"))));
		}

		@Override
		public Object pause(SchedulePause pause, Chain<SchedulePause, Object> chain) {
			return chain.proceed(pause.withNote(pause.note() + "!"));
		}

		@Override
		public Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, Object> chain) {
			this.executed.add(invocation.arguments() + " by " + invocation.headers().get("user"));
			return chain.proceed(invocation);
		}

	}

	public static class Refusing implements ScheduleClientInterceptor {

		@Override
		public Object create(ScheduleCreationRequest creation, Chain<ScheduleCreationRequest, Object> chain) {
			if (creation.scheduleId().equals("secret")) {
				throw new SecurityException("not this one");
			}
			return chain.proceed(creation);
		}

		@Override
		public Object delete(ScheduleReference schedule, Chain<ScheduleReference, Object> chain) {
			throw new SecurityException("nobody deletes");
		}

	}

	public static class NobodyStopsAnything implements WorkflowClientInterceptor {

		@Override
		public Object cancel(RunRequest cancel, Chain<RunRequest, Object> chain) {
			throw new SecurityException("not without a user");
		}

	}

}
