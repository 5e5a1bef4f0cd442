package dev.holdfast.engine.behaviour;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.engine.testkit.EngineTest.Extent;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.workflow.Memo;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoFromClientsTests {

	record Contact(String name, LocalDate since) {
	}

	@EngineTest
	void isReadAsTheTypesThatAreDeclared(EngineRig rig) {
		WorkflowClient client = rig.start(Keeper.class);
		// tag::memo[]
		WorkflowHandle<Keeper, @Nullable Void> handle = client.workflow(Keeper::run)
			.memo("contact", new Contact("Lee", LocalDate.of(2026, 2, 28)))
			.memo("tags", List.of("gift", "fragile"))
			.start();
		Memo memo = handle.memo();
		Contact contact = memo.get("contact", Contact.class).orElseThrow();
		List<String> tags = memo.get("tags", new ParameterizedTypeReference<List<String>>() {
		}).orElseThrow();
		// end::memo[]
		assertThat(contact).isEqualTo(new Contact("Lee", LocalDate.of(2026, 2, 28)));
		assertThat(tags).containsExactly("gift", "fragile");
		assertThat(memo.get("none", String.class)).isEmpty();
		assertThat(memo.keys()).containsExactly("contact", "tags");
		handle.signal(Keeper::step);
		rig.awaitQuiet();
		assertThat(memo.get("steps", int.class)).as("what was asked for before").isEmpty();
		assertThat(handle.memo().get("steps", int.class)).contains(1);
		assertThat(handle.memo().keys()).containsExactly("contact", "steps");
		handle.signal(Keeper::finish);
		handle.result();
		assertThat(handle.memo().get("steps", Integer.class)).as("of a closed execution").contains(1);
	}

	@EngineTest
	void thatIsOfAnotherTypeHarmsNothing(EngineRig rig) {
		WorkflowClient client = rig.start(Keeper.class);
		WorkflowHandle<Keeper, @Nullable Void> handle = client.workflow(Keeper::run)
			.memo("contact", new Contact("Lee", LocalDate.of(2026, 2, 28)))
			.memo("count", 3)
			.start();
		rig.awaitQuiet();
		Memo memo = handle.memo();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> memo.get("contact", LocalDate.class))
			.withMessageContaining("Memo value 'contact'");
		assertThat(memo.get("count", Integer.class)).contains(3);
		List<String> before = Look.types(handle);
		handle.signal(Keeper::finish);
		handle.result();
		assertThat(before).containsExactly("WorkflowStarted");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> client.handle("nobody").memo());
	}

	@EngineTest(Extent.HALF)
	void thatCannotBeReadAtAllIsATypedError(EngineRig rig) {
		WorkflowClient client = rig.start(Keeper.class);
		WorkflowHandle<Keeper, @Nullable Void> handle = client.workflow(Keeper::run).id("broken").memo("a", 1).start();
		rig.awaitQuiet();
		rig.jdbc()
			.update("update holdfast_event set payload = ?", (Object) "nonsense".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(handle::memo).withMessageContaining("'broken'");
		assertThat(handle.describe().memo()).isEmpty();
	}

	@Workflow
	public static class Keeper {

		private boolean finished;

		private int steps;

		@WorkflowMethod
		public void run() {
			Workflows.await(() -> this.finished);
		}

		@SignalMethod
		public void step() {
			Workflows.upsertMemo("steps", ++this.steps);
			Workflows.upsertMemo("tags", null);
		}

		@SignalMethod
		public void finish() {
			this.finished = true;
		}

	}

}
