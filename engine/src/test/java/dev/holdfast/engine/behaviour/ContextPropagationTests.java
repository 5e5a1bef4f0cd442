package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.context.MdcContextPropagator;
import dev.holdfast.engine.context.UnusableContextPropagatorException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContextPropagationTests {

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@EngineTest
	void contextGoesWithCallsIntoWorkflowsActivitiesAndChildren(EngineRig rig) {
		WorkflowClient client = rig.start(Order.class, Parcel.class, Clerk.class, Tenants.class);
		MDC.put("tenant", "acme");
		MDC.put("other", "stays");
		WorkflowHandle<Order, List<String>> handle = client.workflow(Order::run).id("order").start();
		rig.awaitQuiet();
		MDC.put("tenant", "globex");
		assertThat(handle.update(Order::updated)).isEqualTo("update globex null");
		assertThat(handle.query(Order::asked)).isEqualTo("query acme order");
		handle.signal(Order::signalled);
		MDC.remove("tenant");
		assertThat(Look.result(handle)).containsExactly("workflow acme null", "async acme", "activity acme null",
				"local acme null", "child acme", "child activity acme null", "update globex null", "signal globex",
				"activity globex null", "after acme");
		assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("other", "stays"));
	}

	/** The new run has what the code has made of the context, not what it was. */
	@EngineTest
	void contextGoesOnIntoNewRunsAndCallbacks(EngineRig rig) {
		WorkflowClient client = rig.start(Going.class, Clerk.class, Tenants.class);
		MDC.put("tenant", "acme");
		assertThat(Look.result(client.workflow(Going::run, 1).start()))
			.isEqualTo("acme then acme null, acme-2 then acme-2 null, null then null null");
		MDC.remove("tenant");
		assertThat(Look.result(client.workflow(Going::run, 3).start())).isEqualTo("null then null null");
	}

	@EngineTest
	void withoutContextNothingIsStored(EngineRig rig) {
		WorkflowClient client = rig.start(Parcel.class, Clerk.class, Tenants.class);
		WorkflowHandle<Parcel, String> handle = client.workflow(Parcel::run).start();
		assertThat(Look.result(handle)).isEqualTo("child null, child activity null null");
		assertThat(handle.history().events()).noneMatch((event) -> event.attributes().contains("headers"));
	}

	@EngineTest
	void logLinesSayWhereTheyComeFrom(EngineRig rig) {
		WorkflowClient client = rig.start(Telling.class, Teller.class);
		WorkflowHandle<Telling, List<String>> handle = client.workflow(Telling::run).id("telling").start();
		assertThat(Look.result(handle)).containsExactly("telling", handle.runId(), "Telling", "null", "telling",
				handle.runId(), "Telling", "Teller.tell 1");
		assertThat(MDC.get("workflowId")).isNull();
	}

	@Test
	void propagatorsNeedNamesOfTheirOwn() {
		ContextPropagator mdc = new MdcContextPropagator(List.of("a"));
		assertThatExceptionOfType(UnusableContextPropagatorException.class)
			.isThrownBy(() -> new ContextPropagators(List.of(mdc, mdc)))
			.withMessageContaining("'mdc'")
			.withMessageContaining(MdcContextPropagator.class.getName());
	}

	/** The tenant, and what it must not take along. */
	public static class Tenants implements ContextPropagator {

		private final MdcContextPropagator mdc = new MdcContextPropagator(List.of("tenant"));

		@Override
		public String name() {
			return "tenants";
		}

		@Override
		public Map<String, String> capture() {
			return this.mdc.capture();
		}

		@Override
		public Scope restore(Map<String, String> context) {
			return this.mdc.restore(context);
		}

	}

	@Workflow
	public static class Order {

		private final Clerk clerk;

		private final List<String> seen = new ArrayList<>();

		private boolean signalled;

		public Order(Clerk clerk) {
			this.clerk = clerk;
		}

		@WorkflowMethod
		public List<String> run() {
			this.seen.add("workflow " + MDC.get("tenant") + " " + MDC.get("other"));
			Promise<String> async = Workflows.async(() -> "async " + MDC.get("tenant"));
			this.seen.add(async.get());
			this.seen.add("activity " + this.clerk.look());
			this.seen.add("local " + Workflows.localActivity(Clerk::look).execute());
			this.seen.addAll(List.of(Workflows.child(Parcel::run).execute().split(", ")));
			Workflows.await(() -> this.signalled);
			this.seen.add("after " + MDC.get("tenant"));
			return this.seen;
		}

		@SignalMethod
		public void signalled() {
			this.seen.add("signal " + MDC.get("tenant"));
			this.seen.add("activity " + this.clerk.look());
			this.signalled = true;
		}

		@UpdateMethod
		public String updated() {
			this.seen.add("update " + MDC.get("tenant") + " " + MDC.get("other"));
			return this.seen.get(this.seen.size() - 1);
		}

		@QueryMethod
		public String asked() {
			return "query " + MDC.get("tenant") + " " + MDC.get("workflowId");
		}

	}

	@Workflow
	public static class Parcel {

		private final Clerk clerk;

		public Parcel(Clerk clerk) {
			this.clerk = clerk;
		}

		@WorkflowMethod
		public String run() {
			return "child " + MDC.get("tenant") + ", child activity " + this.clerk.look();
		}

	}

	@Workflow
	public static class Going {

		@WorkflowMethod
		public String run(int round) {
			String own = MDC.get("tenant") + " then "
					+ Workflows.activity(Clerk::look)
						.async()
						.thenApply((looked) -> looked.replace("acme ", MDC.get("tenant") + " "))
						.get();
			String before = Workflows.memo().get("before", String.class).map((text) -> text + ", ").orElse("");
			if (round == 3) {
				return before + own;
			}
			if (round == 1) {
				MDC.put("tenant", "acme-2");
			}
			else {
				MDC.remove("tenant");
			}
			return Workflows.continueAsNew(Going::run, round + 1).memo("before", before + own).execute();
		}

	}

	@Activity
	public static class Clerk {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String look() {
			return MDC.get("tenant") + " " + MDC.get("other");
		}

	}

	@Workflow
	public static class Telling {

		private final Teller teller;

		public Telling(Teller teller) {
			this.teller = teller;
		}

		@WorkflowMethod
		public List<String> run() {
			List<String> told = new ArrayList<>(
					List.of(MDC.get("workflowId"), MDC.get("runId"), MDC.get("workflowType"), "" + MDC.get("attempt")));
			told.addAll(this.teller.tell());
			return told;
		}

	}

	@Activity
	public static class Teller {

		@ActivityMethod(startToCloseTimeout = "5s")
		public List<String> tell() {
			return List.of(MDC.get("workflowId"), MDC.get("runId"), MDC.get("workflowType"),
					MDC.get("activityType") + " " + MDC.get("attempt"));
		}

	}

}
