package dev.holdfast.sample.shipping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Our own record of a shipment that has left a warehouse. */
@Entity
@Table(name = "shipment")
class Shipment {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "shipment_seq")
	@SequenceGenerator(name = "shipment_seq", sequenceName = "shipment_seq", allocationSize = 50)
	private @Nullable Long id;

	@Column(name = "shipment_id")
	private String shipmentId = "";

	@Column(name = "invoice_no")
	private String invoiceNo = "";

	@Enumerated(EnumType.STRING)
	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(name = "warehouse")
	private Warehouse warehouse = Warehouse.NORTH;

	@Column(name = "units")
	private long units;

	@Column(name = "tracking_no")
	private String trackingNo = "";

	@Column(name = "recalled")
	private boolean recalled;

	protected Shipment() {
	}

	Shipment(Consignment consignment, String trackingNo) {
		this.shipmentId = consignment.shipmentId();
		this.invoiceNo = consignment.invoiceNo();
		this.warehouse = consignment.warehouse();
		this.units = consignment.units();
		this.trackingNo = trackingNo;
	}

}
