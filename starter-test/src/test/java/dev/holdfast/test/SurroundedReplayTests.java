package dev.holdfast.test;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.holdfast.context.ContextPropagator;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ActivityRequest;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowInvocation;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.Workflow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Histories are replayed with what surrounds workflows in the application. */
class SurroundedReplayTests {

	private static final Path FILE = Path.of("src/test/resources/histories/order.json");

	@Test
	void whatAnInterceptorDoesIsPartOfTheCode() {
		assertThatExceptionOfType(ReplayFailedError.class)
			.isThrownBy(() -> WorkflowReplayer.with(new Discount()).replay(OrderWorkflow.class, FILE))
			.withMessageContaining("ActivityScheduled Payments.charge with the input [\"4711\",16.72]");
		WorkflowReplayer.with(new Tax()).replay(ChangedOrders.ChargedNet.class, FILE);
	}

	@Test
	void interceptorsAreInTheirOrder() {
		List<String> calls = new ArrayList<>();
		WorkflowReplayer.with(new Inner(calls), new Outer(calls)).replay(OrderWorkflow.class, FILE);
		assertThat(calls).containsExactly("outer", "inner");
	}

	@Test
	void contextComesFromTheHistory() throws Exception {
		String history = Files.readString(FILE)
			.replaceFirst("\"lineage\":\\{", "\"headers\":{\"tenant:id\":\"acme\"},\"lineage\":{");
		WorkflowReplayer.with(new TenantPropagator()).replay(OfTenant.class, history);
		assertThat(TenantPropagator.TENANT.get()).isNull();
		assertThatExceptionOfType(ReplayFailedError.class)
			.isThrownBy(() -> WorkflowReplayer.replay(OfTenant.class, history));
	}

	@Test
	void whatSurroundsSomethingElseIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkflowReplayer.with(new ActivityInterceptor() {
		})).withMessageContaining("WorkflowOutboundInterceptors and ContextPropagators");
	}

	static class Discount implements WorkflowOutboundInterceptor {

		@Override
		public Promise<Object> activity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
			return chain
				.proceed(request.activityType().equals("Payments.charge") ? charging(request, "16.72") : request);
		}

		static ActivityRequest charging(ActivityRequest request, String total) {
			return request.withArguments(request.arguments().get(0), new BigDecimal(total));
		}

	}

	static class Tax implements WorkflowOutboundInterceptor {

		@Override
		public Promise<Object> activity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
			return chain.proceed(
					request.activityType().equals("Payments.charge") ? Discount.charging(request, "19.90") : request);
		}

	}

	@Order(1)
	static class Outer implements WorkflowInboundInterceptor {

		private final List<String> calls;

		Outer(List<String> calls) {
			this.calls = calls;
		}

		@Override
		public @Nullable Object execute(WorkflowInvocation invocation,
				Chain<WorkflowInvocation, @Nullable Object> chain) {
			this.calls.add(name());
			return chain.proceed(invocation);
		}

		String name() {
			return "outer";
		}

	}

	@Order(2)
	static class Inner extends Outer {

		Inner(List<String> calls) {
			super(calls);
		}

		@Override
		String name() {
			return "inner";
		}

	}

	static class TenantPropagator implements ContextPropagator {

		static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

		@Override
		public String name() {
			return "tenant";
		}

		@Override
		public Map<String, String> capture() {
			String tenant = TENANT.get();
			return (tenant != null) ? Map.of("id", tenant) : Map.of();
		}

		@Override
		public Scope restore(Map<String, String> context) {
			TENANT.set(context.get("id"));
			return TENANT::remove;
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class OfTenant extends ChangedOrders.Base {

		OfTenant(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		String charge(dev.holdfast.test.Order order) {
			return "acme".equals(TenantPropagator.TENANT.get()) ? super.charge(order) : "free";
		}

	}

}
