package dev.holdfast.sample.stock;

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

/**
 * An entry of the stock book: units that came into the stock room (positive) or left it
 * (negative), and for which invoice. No constraint forbids to enter the same thing twice:
 * that it does not happen is up to the transactional activities of {@link StockRoom}, and
 * the book would show it.
 */
@Entity
@Table(name = "stock_movement")
class StockMovement {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "stock_movement_seq")
	@SequenceGenerator(name = "stock_movement_seq", sequenceName = "stock_movement_seq", allocationSize = 50)
	private @Nullable Long id;

	@Column(name = "invoice_no")
	private String invoiceNo = "";

	@Column(name = "stock_code")
	private String stockCode = "";

	@Enumerated(EnumType.STRING)
	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(name = "kind")
	private Kind kind = Kind.RESERVED;

	@Column(name = "units")
	private long units;

	protected StockMovement() {
	}

	StockMovement(String invoiceNo, String stockCode, Kind kind, long units) {
		this.invoiceNo = invoiceNo;
		this.stockCode = stockCode;
		this.kind = kind;
		this.units = units;
	}

	String stockCode() {
		return this.stockCode;
	}

	long units() {
		return this.units;
	}

	enum Kind {

		/** An order took it. */
		RESERVED,
		/** The order came to nothing, and it went back. */
		RELEASED,
		/** A customer sent it back. */
		RETURNED

	}

}
