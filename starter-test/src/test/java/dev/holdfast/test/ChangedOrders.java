package dev.holdfast.test;

import java.math.BigDecimal;
import java.time.Duration;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** The order workflow as it might be after a change. */
final class ChangedOrders {

	private static final Duration TIME = Duration.ofMillis(20);

	private ChangedOrders() {
	}

	@Workflow(name = "OrderWorkflow")
	abstract static class Base {

		final Payments payments;

		final Shipping shipping;

		Base(Payments payments, Shipping shipping) {
			this.payments = payments;
			this.shipping = shipping;
		}

		@WorkflowMethod
		public String run(Order order) {
			String receipt = charge(order);
			String label = Workflows.sideEffect(String.class, () -> {
				throw new AssertionError("Side effects must not be had in a replay");
			});
			Workflows.sleep(TIME);
			return receipt + " " + this.shipping.ship(order.id(), label);
		}

		String charge(Order order) {
			return this.payments.charge(order.id(), order.total());
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class ShippedFirst extends Base {

		ShippedFirst(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			return this.shipping.ship(order.id(), "label") + charge(order);
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class ChargedTwice extends Base {

		ChargedTwice(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		String charge(Order order) {
			return super.charge(order) + super.charge(order);
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Unshipped extends Base {

		Unshipped(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			String receipt = charge(order);
			Workflows.sideEffect(String.class, () -> "label");
			Workflows.sleep(TIME);
			return receipt;
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class ChargedNet extends Base {

		ChargedNet(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		String charge(Order order) {
			return this.payments.charge(order.id(), order.total().subtract(new BigDecimal("3.18")));
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Labelled extends Base {

		Labelled(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			charge(order);
			String label = Workflows.sideEffect(String.class, () -> {
				throw new AssertionError("Side effects must not be had in a replay");
			});
			return this.shipping.ship(order.id(), label);
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Terse extends Base {

		Terse(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			return super.run(order).split(" ")[0];
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Broken extends Base {

		Broken(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			charge(order);
			Workflows.sideEffect(String.class, () -> "label");
			Workflows.sleep(TIME);
			throw new IllegalStateException("no stock");
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Swallowing extends Base {

		Swallowing(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			try {
				return this.shipping.ship(order.id(), "label");
			}
			catch (Throwable ex) {
				return "";
			}
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Waiting extends Base {

		Waiting(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

		@Override
		public String run(Order order) {
			Workflows.sleep(TIME);
			return "";
		}

	}

	@Workflow(name = "OrderWorkflow")
	static class Referring {

		@WorkflowMethod
		String run(Order order) {
			return Workflows.activity(Payments::charge, order.id(), order.total()).execute();
		}

	}

	@Workflow
	static class PurchaseWorkflow extends OrderWorkflow {

		PurchaseWorkflow(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

	}

	@Workflow(aliases = "OrderWorkflow")
	static class Renamed extends OrderWorkflow {

		Renamed(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

	}

	@Workflow(name = "OrderWorkflow", version = 2)
	static class Second extends ShippedFirst {

		Second(Payments payments, Shipping shipping) {
			super(payments, shipping);
		}

	}

}
