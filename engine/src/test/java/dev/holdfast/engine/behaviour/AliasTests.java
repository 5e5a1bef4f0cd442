package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.definition.InvalidDefinitionsException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Types that have another name than before. */
class AliasTests {

	private static final Class<?>[] OLD = { Bill.class, Mailer.class, Reminder.class };

	private static final Class<?>[] RENAMED = { Invoice.class, Post.class, Dunning.class };

	private static final String EVERYTHING = "sent, here, reminded, sent";

	private static final AtomicBoolean broken = new AtomicBoolean();

	@BeforeEach
	void mend() {
		broken.set(false);
	}

	/** Lets both that wait go on; answers what came of it. */
	private static Object end(EngineRig.Node node) {
		WorkflowHandle<Object, Object> bill = node.client().handle("bill");
		bill.signal("go");
		node.client().handle("reminder").signal("go");
		return bill.result(EngineRig.PATIENCE);
	}

	@EngineTest
	void executionsOfTheOldNamesGoOn(EngineRig rig) {
		EngineRig.Node before = rig.startNode(OLD);
		before.client().workflow(Bill::run).id("bill").start();
		rig.awaitQuiet();
		before.stop();
		EngineRig.Node after = rig.startNode(RENAMED);
		WorkflowHandle<Object, Object> handle = after.client().handle("bill");
		assertThat(handle.describe().execution().workflowType()).isEqualTo("Bill");
		assertThat(end(after)).isEqualTo(EVERYTHING);
		assertThat(Look.types(handle)).doesNotContain("WorkflowFailed");
		Invariants.check(rig.jdbc());
	}

	@EngineTest
	void activitiesThatWaitForAnotherAttemptGetItByTheOldName(EngineRig rig) {
		broken.set(true);
		EngineRig.Node before = rig.startNode(OLD);
		before.client().workflow(Bill::run).id("bill").start();
		EngineRig
			.await(() -> rig.jdbc().queryForObject("select count(*) from holdfast_activity_task", Integer.class) > 0);
		before.stop();
		broken.set(false);
		EngineRig.Node after = rig.startNode(RENAMED);
		WorkflowHandle<Object, Object> handle = after.client().handle("bill");
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.types(handle).contains("ActivityCompleted"));
		rig.awaitQuiet();
		assertThat(end(after)).isEqualTo(EVERYTHING);
	}

	@EngineTest
	void whoAsksForTheOldNameGetsTheSameCode(EngineRig rig) {
		EngineRig.Node after = rig.startNode(RENAMED);
		after.client().workflow("Bill", String.class).id("bill").start();
		rig.awaitQuiet();
		assertThat(end(after)).isEqualTo(EVERYTHING);
	}

	@EngineTest
	void namesThatStandForTwoTypesAreRefused(EngineRig rig) {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(
				() -> rig.startNode(Bill.class, Mailer.class, Reminder.class, Dunning.class, Post.class, Invoice.class))
			.withMessageContaining("alias 'Bill', which also stands for the workflow type 'Bill'")
			.withMessageContaining("alias 'Mailer.send', which also stands for the activity type 'Mailer.send'");
	}

	@Activity
	public static class Mailer {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String send() {
			if (broken.get()) {
				throw new IllegalStateException("broken");
			}
			return "sent";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String look() {
			return "here";
		}

	}

	@Activity(aliases = "Mailer")
	public static class Post {

		@ActivityMethod(startToCloseTimeout = "5s", aliases = "Mailer.send")
		public String deliver() {
			return "sent";
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String look() {
			return "here";
		}

	}

	@Workflow
	public static class Bill {

		private final Mailer mailer;

		private boolean go;

		public Bill(Mailer mailer) {
			this.mailer = mailer;
		}

		@WorkflowMethod
		public String run() {
			String sent = this.mailer.send() + ", " + Workflows.localActivity(Mailer::look).execute();
			String reminded = Workflows.child(Reminder::run).id("reminder").execute();
			Workflows.await(() -> this.go);
			return sent + ", " + reminded + ", " + this.mailer.send();
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow(aliases = "Bill")
	public static class Invoice {

		private final Post post;

		private boolean go;

		public Invoice(Post post) {
			this.post = post;
		}

		@WorkflowMethod
		public String run() {
			String sent = this.post.deliver() + ", " + Workflows.localActivity(Post::look).execute();
			String reminded = Workflows.child(Dunning::run).id("reminder").execute();
			Workflows.await(() -> this.go);
			return sent + ", " + reminded + ", " + this.post.deliver();
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow
	public static class Reminder {

		private boolean go;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "reminded";
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

	@Workflow(aliases = "Reminder")
	public static class Dunning {

		private boolean go;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.go);
			return "reminded";
		}

		@SignalMethod
		public void go() {
			this.go = true;
		}

	}

}
