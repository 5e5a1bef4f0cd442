package dev.holdfast.sample.shipping;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.failure.ApplicationFailure;

import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to shipments: the carrier's part, which is remote, and our own records,
 * which are transactional.
 */
@Activity
public class ShippingDesk {

	/** The type of failure of a shipment that the carrier cannot deliver. */
	public static final String UNDELIVERABLE = "undeliverable";

	private final Carrier carrier;

	private final ShipmentRepository shipments;

	ShippingDesk(Carrier carrier, ShipmentRepository shipments) {
		this.carrier = carrier;
		this.shipments = shipments;
	}

	/**
	 * Hands a shipment to the carrier. Asked again, the carrier answers the same number.
	 * @return the carrier's tracking number
	 * @throws ApplicationFailure of the type {@link #UNDELIVERABLE} if the carrier cannot
	 * deliver it
	 */
	@ActivityMethod(startToCloseTimeout = "30s", retry = @Retry(initialInterval = "200ms", maximumInterval = "30s"))
	public String handOver(String shipmentId) {
		try {
			return this.carrier.collect(shipmentId, Activities.info().attempt());
		}
		catch (Carrier.UnknownAddressException ex) {
			throw ApplicationFailure.nonRetryable(UNDELIVERABLE, shipmentId + ": " + ex.getMessage());
		}
	}

	/** Records that a shipment has left. */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void recordDispatch(Consignment consignment, String trackingNo) {
		this.shipments.save(new Shipment(consignment, trackingNo));
	}

	/**
	 * Calls back those shipments of an order that have left.
	 * @return how many there were
	 */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public int recall(String invoiceNo) {
		return this.shipments.recall(invoiceNo);
	}

}
