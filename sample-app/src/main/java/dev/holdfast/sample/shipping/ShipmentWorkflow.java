package dev.holdfast.sample.shipping;

import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;

/** Ships the part of an order that one warehouse has: a child of the order's workflow. */
@Workflow
public class ShipmentWorkflow {

	private final ShippingDesk shipping;

	public ShipmentWorkflow(ShippingDesk shipping) {
		this.shipping = shipping;
	}

	/**
	 * Ships a consignment.
	 * @throws dev.holdfast.failure.ActivityFailure if the carrier cannot deliver it
	 */
	@WorkflowMethod
	public Shipped run(Consignment consignment) {
		String trackingNo = this.shipping.handOver(consignment.shipmentId());
		this.shipping.recordDispatch(consignment, trackingNo);
		return new Shipped(consignment.shipmentId(), consignment.warehouse(), consignment.units(), trackingNo);
	}

}
