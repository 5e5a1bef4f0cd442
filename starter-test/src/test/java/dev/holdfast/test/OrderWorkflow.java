package dev.holdfast.test;

import java.time.Duration;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/** The class that the history in {@code histories/order.json} was recorded with. */
@Workflow
public class OrderWorkflow {

	private final Payments payments;

	private final Shipping shipping;

	public OrderWorkflow(Payments payments, Shipping shipping) {
		this.payments = payments;
		this.shipping = shipping;
	}

	@WorkflowMethod
	public String run(Order order) {
		String receipt = this.payments.charge(order.id(), order.total());
		String label = Workflows.sideEffect(String.class, () -> "label-" + System.nanoTime());
		Workflows.sleep(Duration.ofMillis(20));
		return receipt + " " + this.shipping.ship(order.id(), label);
	}

}
