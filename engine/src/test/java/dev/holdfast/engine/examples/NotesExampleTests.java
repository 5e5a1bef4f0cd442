package dev.holdfast.engine.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NotesExampleTests {

	@EngineTest
	void textsForPeopleAreShownWithWhatTheyAreAbout(EngineRig rig) {
		WorkflowClient client = rig.start(DeliveryWorkflow.class, LeafletWorkflow.class, Carrier.class);
		// tag::start[]
		WorkflowHandle<DeliveryWorkflow, @Nullable Void> handle = client.workflow(DeliveryWorkflow::run)
			.id("delivery-7")
			.summary("Delivery of order 7 to Ms Lee")
			.details("A gift: no invoice in the parcel.")
			.start();
		// end::start[]
		rig.awaitQuiet();
		WorkflowDescription description = handle.describe();
		assertThat(description.summary()).isEqualTo("Delivery of order 7 to Ms Lee");
		assertThat(description.details()).isEqualTo("A gift: no invoice in the parcel.");
		assertThat(handle.currentDetails()).contains("stop 1 of 2");
		WorkflowDescription child = client.handle("leaflet").describe();
		assertThat(child.summary()).isEqualTo("A leaflet to go with it");
		assertThat(child.details()).isNull();
		assertThat(handle.history().events().get(2).attributes()).contains("until the van is back");
		rig.advance(Duration.ofHours(1));
		rig.awaitQuiet();
		assertThat(handle.currentDetails()).contains("stop 2 of 2");
		assertThat(handle.history().events()).filteredOn((event) -> event.type().equals("SideEffectRecorded"))
			.singleElement()
			.satisfies((event) -> assertThat(event.attributes()).contains("the code for the door"));
		assertThat(handle.describe().pendingActivities()).singleElement()
			.satisfies((activity) -> assertThat(activity.summary()).isEqualTo("the parcel for Ms Lee"));
		handle.terminate("enough");
		assertThat(client.workflow(DeliveryWorkflow::run).start().describe().summary()).isNull();
	}

	@EngineTest
	void textsThatAreTooLongAreRefused(EngineRig rig) {
		WorkflowClient client = rig.start(DeliveryWorkflow.class, LeafletWorkflow.class, Carrier.class);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> client.workflow(DeliveryWorkflow::run).summary("x".repeat(201)))
			.withMessage("A summary must have at most 200 characters, but has 201");
		assertThatIllegalArgumentException().isThrownBy(() -> client.workflow(DeliveryWorkflow::run).details(" "))
			.withMessage("Details must say something");
		assertThat(client.count("")).isZero();
	}

	@EngineTest
	void whatOnlyTellsOthersIsLeftOutOnReplay(EngineRig rig) {
		Meter.count.set(0);
		WorkflowClient client = rig.start(MeteredWorkflow.class);
		WorkflowHandle<MeteredWorkflow, List<Boolean>> handle = client.workflow(MeteredWorkflow::run).start();
		rig.awaitQuiet();
		for (int i = 0; i < 3; i++) {
			handle.signal(MeteredWorkflow::go);
			rig.awaitQuiet();
		}
		assertThat(handle.result()).containsExactly(false);
		assertThat(Meter.count).hasValue(3);
	}

	/** Stands for a meter. */
	static final class Meter {

		static final AtomicInteger count = new AtomicInteger();

		private Meter() {
		}

	}

	@Activity
	public static class Carrier {

		@ActivityMethod(startToCloseTimeout = "1m")
		public void deliver() {
			throw new IllegalStateException("nobody opens");
		}

	}

	@Workflow
	public static class DeliveryWorkflow {

		@WorkflowMethod
		public void run() {
			// tag::workflow[]
			Workflows.child(LeafletWorkflow::run).id("leaflet").summary("A leaflet to go with it").async();
			Workflows.currentDetails("stop 1 of 2");
			Workflows.timer(Duration.ofHours(1), "until the van is back").get();
			Workflows.currentDetails("stop 2 of 2");
			Workflows.sideEffect(UUID.class, "the code for the door", UUID::randomUUID);
			Workflows.activity(Carrier::deliver).summary("the parcel for Ms Lee").execute();
			// end::workflow[]
		}

	}

	@Workflow
	public static class LeafletWorkflow {

		@WorkflowMethod
		public void run() {
			Workflows.await(() -> false);
		}

	}

	@Workflow
	public static class MeteredWorkflow {

		private int seen;

		@WorkflowMethod
		public List<Boolean> run() {
			List<Boolean> replaying = new ArrayList<>();
			for (int i = 1; i <= 3; i++) {
				int wanted = i;
				Workflows.await(() -> this.seen >= wanted);
				// tag::unless-replaying[]
				Workflows.unlessReplaying(() -> Meter.count.incrementAndGet());
				// end::unless-replaying[]
			}
			replaying.add(Workflows.isReplaying());
			return replaying;
		}

		@SignalMethod
		public void go() {
			this.seen++;
		}

	}

}
