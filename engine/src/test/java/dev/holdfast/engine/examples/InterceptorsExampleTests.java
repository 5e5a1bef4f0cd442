package dev.holdfast.engine.examples;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.interceptor.ActivityExecution;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

import static org.assertj.core.api.Assertions.assertThat;

class InterceptorsExampleTests {

	@EngineTest
	void theTenantTravelsAndActivitiesAreCounted(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Billing.class, Ledger.class, TenantPropagator.class,
				CountingInterceptor.class);
		WorkflowClient client = node.client();
		Tenant.set("acme");
		try {
			assertThat(client.workflow(Billing::run).id("billing").execute()).isEqualTo("booked for acme");
		}
		finally {
			Tenant.set(null);
		}
		assertThat(node.bean(CountingInterceptor.class).calls).containsOnlyKeys("Ledger.book");
	}

	static final class Tenant {

		private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

		private Tenant() {
		}

		static String get() {
			return CURRENT.get();
		}

		static void set(String tenant) {
			CURRENT.set(tenant);
		}

	}

	// tag::propagator[]
	public static class TenantPropagator implements ContextPropagator {

		@Override
		public String name() {
			return "tenant";
		}

		@Override
		public Map<String, String> capture() {
			String tenant = Tenant.get();
			return (tenant != null) ? Map.of("id", tenant) : Map.of();
		}

		@Override
		public Scope restore(Map<String, String> context) {
			String before = Tenant.get();
			Tenant.set(context.get("id"));
			return () -> Tenant.set(before);
		}

	}
	// end::propagator[]

	// tag::interceptor[]
	public static class CountingInterceptor implements ActivityInterceptor {

		final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

		@Override
		public Object execute(ActivityExecution attempt, ActivityChain chain) throws Throwable {
			this.calls.computeIfAbsent(attempt.info().activityType(), (type) -> new AtomicInteger()).incrementAndGet();
			return chain.proceed(attempt);
		}

	}
	// end::interceptor[]

	@Workflow
	public static class Billing {

		private final Ledger ledger;

		public Billing(Ledger ledger) {
			this.ledger = ledger;
		}

		@WorkflowMethod
		public String run() {
			return this.ledger.book();
		}

	}

	@Activity
	public static class Ledger {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String book() {
			return "booked for " + Tenant.get();
		}

	}

}
