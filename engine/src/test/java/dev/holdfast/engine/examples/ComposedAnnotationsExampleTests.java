package dev.holdfast.engine.examples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.Local;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** Annotations of the application that stand for those of the engine. */
class ComposedAnnotationsExampleTests {

	// tag::composed[]
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@ActivityMethod(startToCloseTimeout = "15s")
	public @interface RemoteCall {

	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@ActivityOptions(scheduleToCloseTimeout = "10m")
	public @interface Patiently {

	}
	// end::composed[]

	@EngineTest
	void countAsWhatTheyCarry(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Visit.class, Doctor.class);
		WorkflowHandle<Visit, String> handle = node.client().workflow(Visit::run).start();
		rig.awaitQuiet();
		assertThat(handle.query(Visit::asked)).isFalse();
		handle.signal(Visit::ask);
		assertThat(handle.update(Visit::name, "Lee")).isEqualTo("Lee");
		assertThat(handle.result(EngineRig.PATIENCE)).isEqualTo("PT15S, PT10M; here; Lee");
	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@WorkflowMethod
	@interface Begins {

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@SignalMethod
	@interface Hears {

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@QueryMethod
	@interface Tells {

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@UpdateMethod
	@interface Changes {

	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@Local
	@interface Here {

	}

	@Workflow
	public static class Visit {

		private final Doctor patient;

		private final Doctor here;

		private boolean asked;

		private String name = "";

		Visit(@Patiently Doctor patient, @Here Doctor here) {
			this.patient = patient;
			this.here = here;
		}

		@Begins
		public String run() {
			Workflows.await(() -> this.asked && !this.name.isEmpty());
			return this.patient.times() + "; " + this.here.place() + "; " + this.name;
		}

		@Hears
		public void ask() {
			this.asked = true;
		}

		@Tells
		public boolean asked() {
			return this.asked;
		}

		@Changes
		public String name(String name) {
			this.name = name;
			return name;
		}

	}

	@Activity
	public static class Doctor {

		@RemoteCall
		public String times() {
			var info = Activities.info();
			return Duration.between(info.attemptScheduledAt(), info.startToCloseDeadline()) + ", "
					+ Duration.between(info.scheduledAt(), info.scheduleToCloseDeadline());
		}

		@RemoteCall
		public String place() {
			return Activities.info().local() ? "here" : "there";
		}

	}

}
