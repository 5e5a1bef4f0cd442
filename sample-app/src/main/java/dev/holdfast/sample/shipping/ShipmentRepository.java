package dev.holdfast.sample.shipping;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

interface ShipmentRepository extends CrudRepository<Shipment, Long> {

	/**
	 * Marks the shipments of an order as called back; answers how many were not before.
	 */
	@Modifying
	@Query("""
			update Shipment shipment set shipment.recalled = true
			where shipment.invoiceNo = :invoiceNo and shipment.recalled = false""")
	int recall(String invoiceNo);

}
